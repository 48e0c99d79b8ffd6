# shellcheck shell=bash
# Sourced: unpack PACKAGE=VERSION... gets pinned packages of Debian into $folder/root, and lets their programs and libraries be found first.
# $folder is a temporary folder that goes at the end, with the processes in $running.
set -euo pipefail
folder=$(mktemp -d)
running=()
trap 'for process in "${running[@]}"; do kill "$process" 2>/dev/null || true; done; rm -rf "$folder"' EXIT

unpack() {
    mkdir -p "$folder/debs" "$folder/root"
    chmod 711 "$folder"
    chown _apt "$folder/debs"
    (cd "$folder/debs" && apt-get -q -q download "$@")
    for package in "$folder"/debs/*.deb; do dpkg -x "$package" "$folder/root"; done
    export PATH=$folder/root/usr/sbin:$folder/root/usr/bin:$folder/root/sbin:$PATH
    export LD_LIBRARY_PATH=$folder/root/usr/lib/x86_64-linux-gnu:$folder/root/lib/x86_64-linux-gnu
    printf 'with %s\n' "$*"
}

# same WHAT EXPECTED SEEN: the behaviour that the script is about.
same() {
    printf '%s: %s\n' "$1" "$3"
    [[ $3 == "$2" ]] || { printf 'changed: expected %s\n' "$2" >&2; exit 1; }
}
