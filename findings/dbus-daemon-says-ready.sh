#!/usr/bin/env bash
# A service of Type=notify says READY=1 to the socket in NOTIFY_SOCKET, which its children inherit. dbus-daemon says it wherever it runs, with --systemd-activation or
# without: started as the private bus of a service's helper or of a test that plays the service manager, it makes that service "ready" (systemd takes it with
# NotifyAccess=all).
# Seen with dbus 1.14.10 of Debian 12.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
unpack dbus-daemon=1.14.10-1~deb12u1 libdbus-1-3=1.14.10-1~deb12u1
hear() { # COMMAND...: what it says to the service manager within some seconds
    python3 - "$@" <<'PYTHON'
import os, socket, subprocess, sys, tempfile
path = os.path.join(tempfile.mkdtemp(), "notify")
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(path)
manager.settimeout(5)
child = subprocess.Popen(sys.argv[1:], env={**os.environ, "NOTIFY_SOCKET": path}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    said = manager.recv(4096).decode().split("\n")
except TimeoutError:
    said = []
child.terminate()
child.wait()
print("READY=1" if "READY=1" in said else "nothing")
PYTHON
}
cat >"$folder/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=$folder/bus</listen></busconfig>
CONF
same "dbus-daemon --nofork says" READY=1 "$(hear dbus-daemon --nofork --config-file="$folder/bus.conf")"
