#!/usr/bin/env bash
# The control for paged results (RFC 2696) where "limits ... size.prtotal=disabled" forbids it: the search ends with result 11 (adminLimitExceeded). RFC 2696 speaks of
# unwillingToPerform (53) for such a server, and a client that answers sizeLimitExceeded (4) with smaller pages never meets that result.
# A page size above size.pr=N gives the same result.
# Seen with OpenLDAP 2.5.13 of Debian 12.
# shellcheck source-path=SCRIPTDIR
source "$(dirname "$0")/packages"
source "$(dirname "$0")/slapd"
unpack "${slapd_packages[@]}"
search() { # PAGE -> result code of LDAP
    local status=0
    ldapsearch -x -LLL -H "$uri" -b dc=example,dc=com -E "!pr=$1/noprompt" '(objectClass=person)' cn >/dev/null 2>&1 || status=$?
    echo "$status"
}
configure "" "limits * size.prtotal=disabled"
entries 20 | slapadd -q -f "$folder/slapd.conf"
serve
same "result with size.prtotal=disabled" 11 "$(search 5)"
kill "${running[0]}"
wait "${running[0]}" 2>/dev/null || true
configure "" "limits * size.pr=10"
serve
same "result of pages of 5 with size.pr=10" 0 "$(search 5)"
same "result of pages of 15 with size.pr=10" 11 "$(search 15)"
