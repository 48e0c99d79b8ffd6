# shellcheck shell=bash
# shellcheck disable=SC2034 # used by those who source this
# What the commands of this directory share.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly here
readonly cache=${XDG_CACHE_HOME:-$HOME/.cache}/automount-agent
# shellcheck source=../image/kind
source "$here/image/kind"

say() { printf 'node: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# One name for "this image": its kind, and everything it is built from, so that a changed line gives another image and an unchanged tree
# none. File modes count: an executable that lost its bit is a different image.
image_name() {
    local sum
    sum=$(cd "$here" && find image ldap root -type f -printf '%p %m\n' -exec sha256sum {} + | LC_ALL=C sort | sha256sum)
    printf 'node-%s-%.16s\n' "$NODE" "$sum"
}
