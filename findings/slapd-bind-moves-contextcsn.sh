#!/usr/bin/env bash
# contextCSN of a suffix says when the directory was last written; clients poll it instead of reading everything again. With "lastbind on" slapd records the time
# of each simple bind in the entry that bound (authTimestamp): that is a write like any other, so contextCSN moves with every client that binds to look at
# it. modifyTimestamp of that entry moves as well, so one who looks for what was written finds "a change", too.
# Seen with OpenLDAP 2.5.13 of Debian 12.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
source "$(dirname "$0")/slapd"
unpack "${slapd_packages[@]}"
configure "" $'lastbind on\noverlay syncprov'
entries 3 | slapadd -q -w -f "$folder/slapd.conf"
serve
person=cn=user00001,dc=example,dc=com
csn() { ldapsearch -x -LLL -H "$uri" -D "$person" -w secret -b dc=example,dc=com -s base contextCSN | sed -n 's/^contextCSN: //p'; }
modified() { ldapsearch -x -LLL -H "$uri" -b "$person" -s base modifyTimestamp | sed -n 's/^modifyTimestamp: //p'; }
before=$(modified)
first=$(csn)
sleep 1.1
second=$(csn)
printf 'contextCSN, asked by two binds: %s, %s\n' "$first" "$second"
same "contextCSN moved" yes "$([[ $first != "$second" ]] && echo yes || echo no)"
same "modifyTimestamp of the entry that bound moved" yes "$([[ $before != "$(modified)" ]] && echo yes || echo no)"
