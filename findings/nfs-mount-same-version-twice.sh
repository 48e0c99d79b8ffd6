#!/usr/bin/env bash
# mount.nfs refuses options that name a version of NFS more than once, even when it is the same each time, while of other options that come twice the last one wins
# (nfs(5)). automount joins the options of a map and of an entry without looking at them, so a default version in the map and the same version in an entry, written
# in another way, make a key that never mounts.
# Seen with nfs-common 2.6.2 of Debian 12. --fake: no server is asked, and nothing is mounted.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
unpack nfs-common=1:2.6.2-4+deb12u1
mkdir "$folder/mnt"
ends() { # OPTIONS: the exit status of mount.nfs(8), 32 for a failed mount
    local status=0
    mount.nfs -f -o "$1" 127.0.0.1:/x "$folder/mnt" >"$folder/said" 2>&1 || status=$?
    printf '%s\n' "$status"
}
same "vers=4.2 ends with" 0 "$(ends vers=4.2)"
same "timeo=100,timeo=100,vers=4.2 ends with" 0 "$(ends timeo=100,timeo=100,vers=4.2)"
same "vers=4.2,nfsvers=4.2 ends with" 32 "$(ends vers=4.2,nfsvers=4.2)"
same "it says" "mount.nfs: multiple version options not permitted" "$(cat "$folder/said")"
