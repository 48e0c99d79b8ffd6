# shellcheck shell=bash
# Sourced after packages.sh: a slapd of Debian 12 with a small directory.
slapd_packages=(slapd=2.5.13+dfsg-5 libldap-2.5-0=2.5.13+dfsg-5 ldap-utils=2.5.13+dfsg-5 libltdl7=2.4.7-7~deb12u1 libodbc2=2.3.11-2+deb12u1)
uri=ldap://127.0.0.1:${PORT:-13899}

# configure LINES-BEFORE-DATABASE LINES-OF-DATABASE
configure() {
    mkdir -p "$folder/db"
    cat >"$folder/slapd.conf" <<CONF
include $folder/root/etc/ldap/schema/core.schema
modulepath $folder/root/usr/lib/ldap
moduleload back_mdb
moduleload syncprov
$1
database mdb
suffix "dc=example,dc=com"
rootdn "cn=admin,dc=example,dc=com"
rootpw secret
directory $folder/db
$2
CONF
}

# entries N: a suffix, and N people.
entries() {
    awk -v n="$1" 'BEGIN {
        print "dn: dc=example,dc=com\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: example\n"
        for (i = 1; i <= n; i++)
            printf "dn: cn=user%05d,dc=example,dc=com\nobjectClass: person\ncn: user%05d\nsn: x\nuserPassword: secret\ndescription: %0200d\n\n", i, i, i
    }'
}

serve() {
    slapd -d 0 -f "$folder/slapd.conf" -h "$uri" 2>/dev/null &
    running+=($!)
    for _ in $(seq 50); do
        if ldapsearch -x -H "$uri" -b "" -s base >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    echo "slapd did not start" >&2
    exit 1
}
