#!/usr/bin/env bash
# A D-Bus service may say in its error why it refuses a call. Of org.freedesktop.DBus.Error.AccessDenied busctl prints two words of its own instead of that text, as
# every program does that prints errors by sd-bus; gdbus prints what was sent. Here the bus itself refuses, and names the rule's message.
# Seen with systemd 252.39, dbus 1.14.10 and GLib 2.74.6 of Debian 12.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
unpack dbus-daemon=1.14.10-1~deb12u1 libdbus-1-3=1.14.10-1~deb12u1 systemd=252.39-1~deb12u2 libsystemd-shared=252.39-1~deb12u2 \
    libglib2.0-bin=2.74.6-2+deb12u9 libglib2.0-0=2.74.6-2+deb12u9
export LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$folder/root/usr/lib/x86_64-linux-gnu/systemd
cat >"$folder/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=$folder/bus</listen>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
<deny send_interface="org.freedesktop.DBus.Debug.Stats"/></policy></busconfig>
CONF
dbus-daemon --nofork --config-file="$folder/bus.conf" &
running+=($!)
until [[ -S $folder/bus ]]; do sleep 0.1; done
bus=unix:path=$folder/bus
name=org.freedesktop.DBus path=/org/freedesktop/DBus interface=org.freedesktop.DBus.Debug.Stats
ours=$(gdbus call --address "$bus" --dest $name --object-path $path --method $interface.GetStats 2>&1 || true)
theirs=$(busctl --address="$bus" call $name $path $interface GetStats 2>&1 || true)
same "gdbus prints the text" yes "$([[ $ours == *AccessDenied*Rejected\ send\ message* ]] && echo yes || printf '%s' "$ours")"
same "busctl prints" "Call failed: Access denied" "$theirs"
