#!/usr/bin/env bash
# PMAPPROC_GETPORT asks the portmapper for the port of a program and version (RFC 1833). When that version is not registered and another one of the program
# is, rpcbind answers with the port of the other one, not with 0: only a call to that port (PROG_MISMATCH) shows it. And 0, which means "not registered", is the
# answer for a program that is registered, for IPv6 only.
# Seen with rpcbind 1.2.6 of Debian 12, in a network namespace of its own.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
unpack rpcbind=1.2.6-6+b1 libtirpc3=1.3.3+ds-1 libtirpc-common=1.3.3+ds-1
cat >"$folder/ask.py" <<'PYTHON'
import socket, struct

PROGRAM, TCP = 0x20000199, 6

def call(version, procedure, body):
    message = struct.pack(">10I", 7, 0, 2, 100000, version, procedure, 0, 0, 0, 0) + body
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as portmapper:
        portmapper.bind(("127.0.0.1", 900 + procedure))
        portmapper.settimeout(5)
        portmapper.sendto(message, ("127.0.0.1", 111))
        return portmapper.recv(4096)[24:]

def text(value):
    value = value.encode()
    return struct.pack(">I", len(value)) + value + b"\0" * (-len(value) % 4)

def register(version, netid, address):
    body = struct.pack(">2I", PROGRAM, version) + text(netid) + text(address) + text("0")
    assert call(3, 1, body)[-1] == 1, "RPCBPROC_SET failed"

def port(version):
    return struct.unpack(">I", call(2, 3, struct.pack(">4I", PROGRAM, version, TCP, 0)))[0]

register(3, "tcp", "127.0.0.1.8.1")
print("version 3, registered for tcp:", port(3))
print("version 4, not registered:", port(4))
PROGRAM += 1
register(3, "tcp6", "::1.8.1")
print("version 3, registered for tcp6 only:", port(3))
PYTHON
# shellcheck disable=SC2016
unshare --net --mount bash -c '
    ip link set lo up
    mount -t tmpfs none /run
    mkdir -p /run/rpcbind
    rpcbind -f -i >/run/log 2>&1 &
    for _ in $(seq 50); do rpcinfo -T udp 127.0.0.1 100000 4 >/dev/null 2>&1 && break; [ -e /run/rpcbind.sock ] && break; sleep 0.1; done
    sleep 0.5
    python3 "$1"
    kill $!
' bash "$folder/ask.py" >"$folder/out"
cat "$folder/out"
same "answers" "2049 2049 0" "$(sed 's/.*: //' "$folder/out" | xargs)"
