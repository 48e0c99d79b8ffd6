# fish completion for automount-agent. Made from the command line of the program by its tests (UPDATE_GOLDEN=1): do not edit.

complete -c automount-agent -f
complete -c automount-agent -n __fish_use_subcommand -l help -d 'show help'
complete -c automount-agent -n __fish_use_subcommand -l version -d 'show the version'

complete -c automount-agent -n __fish_use_subcommand -a run -d 'watch the chain until told to stop: the daemon'
complete -c automount-agent -n '__fish_seen_subcommand_from run' -l config -r -F -d 'read this configuration file and no other'

complete -c automount-agent -n __fish_use_subcommand -a status -d 'what the running daemon knows: links, findings, and since when'
complete -c automount-agent -n '__fish_seen_subcommand_from status' -l watch -s w -d 'show it again every 2 s, until Ctrl-C'
complete -c automount-agent -n '__fish_seen_subcommand_from status' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from status' -l output -s o -x -a 'table json' -d 'how to print the result: table (default) or json'

complete -c automount-agent -n __fish_use_subcommand -a condition -d 'one condition of the node, for people and for plugins'
complete -c automount-agent -n '__fish_seen_subcommand_from condition' -l nagios -d 'end with the status of a plugin of Nagios: 0, 2 or 3 (unknown)'
complete -c automount-agent -n '__fish_seen_subcommand_from condition' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from condition' -a 'AutomountNodeFault AutomountReady'

complete -c automount-agent -n __fish_use_subcommand -a check -d 'look at the whole chain once, without the daemon'
complete -c automount-agent -n '__fish_seen_subcommand_from check' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from check' -l output -s o -x -a 'table json' -d 'how to print the result: table (default) or json'

complete -c automount-agent -n __fish_use_subcommand -a check-config -d 'read agent.conf and its snippets, and say what is wrong with them: status 0 or 78'
complete -c automount-agent -n '__fish_seen_subcommand_from check-config' -l config -r -F -d 'read this configuration file and no other'

complete -c automount-agent -n __fish_use_subcommand -a explain -d 'follow one path along the chain, and name the first broken link'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l trigger -d 'mount the path as well, as a user would'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l quiet -s q -d 'print the answer alone, in one line'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l uid -x -d 'say what this user may do in the exported directory'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l gid -x -d 'group of that user'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l timeout -x -d 'how long to wait at most (default 20s)'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -l output -s o -x -a 'table json' -d 'how to print the result: table (default) or json'
complete -c automount-agent -n '__fish_seen_subcommand_from explain' -F

complete -c automount-agent -n __fish_use_subcommand -a trigger -d 'mount paths now, each within the timeout'
complete -c automount-agent -n '__fish_seen_subcommand_from trigger' -l timeout -x -d 'how long to wait at most (default 30s)'
complete -c automount-agent -n '__fish_seen_subcommand_from trigger' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from trigger' -F

complete -c automount-agent -n __fish_use_subcommand -a validate -d 'judge maps: those in use, or those of LDIF files, map files or an LDAP server'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l ldif -r -F -d 'judge the maps of these LDIF files, which are one directory'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l map-file -r -F -d 'judge these map files, a master map file among them'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l ldap -x -d 'judge the maps of this LDAP server'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l base -x -d 'the DN below which the maps are, with --ldap and --ldif'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l bind-dn -x -d 'bind as this entry; without it anonymously'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l bind-password-file -r -F -d 'the first line of this file is the password'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l start-tls -d 'use StartTLS with --ldap'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l ca-certificate -r -F -d 'trust these certificates of CAs with --ldap'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l master -x -d 'name of the master map (default auto.master or auto_master)'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l schema -x -a 'rfc2307 rfc2307bis ou-cn ad ipa' -d 'schema of the maps in LDAP; by default what they are written in'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l silence -x -d 'do not report these'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l strict -d 'warnings end it with status 1 as well'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l limit -x -d 'list this many entries of one code and map, and this many faults of each (default 20; 1000 for programs)'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l exports -d 'ask the NFS servers whether they export what the maps name to this machine; nothing is mounted'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l key -x -d 'say what automount would mount for this key or path, from which entry, and why'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l map -x -d 'with --key: ask this map alone'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l run-program -r -F -d 'with --key: run this program map once, as this user, and judge the entry that it prints'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l diff -r -F -d 'say what changes in meaning between two folders, map files or LDIF files: status 0 nothing, 1 something'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -l output -s o -x -a 'table json sarif github gcc' -d 'how to print the result: table (default), json, sarif, github or gcc'
complete -c automount-agent -n '__fish_seen_subcommand_from validate' -F

complete -c automount-agent -n __fish_use_subcommand -a wait-ready -d 'wait until the running daemon says that every required path is ready'
complete -c automount-agent -n '__fish_seen_subcommand_from wait-ready' -l config -r -F -d 'read this configuration file and no other'
complete -c automount-agent -n '__fish_seen_subcommand_from wait-ready' -l timeout -x -d 'how long to wait at most (default 120s)'

complete -c automount-agent -n __fish_use_subcommand -a findings -d 'list what the agent can find; with a code, explain it'
complete -c automount-agent -n '__fish_seen_subcommand_from findings' -l output -s o -x -a 'table json' -d 'how to print the result: table (default) or json'
complete -c automount-agent -n '__fish_seen_subcommand_from findings' -a 'automount/agent-config-refused automount/bus-unavailable automount/config-invalid automount/failed automount/foreign-pids automount/master-ignored automount/master-shadowed automount/no-mount-nfs automount/no-suffix automount/not-installed automount/nsswitch-invalid automount/nsswitch-without-sss automount/root-catatonic automount/root-missing automount/root-not-directory automount/root-orphaned automount/root-other-map automount/root-outdated automount/root-private automount/root-stacked automount/root-stale automount/root-timeout automount/stopped automount/suspended automount/waiting directory/bad-credentials directory/base-missing directory/failed directory/kerberos-failed directory/map-missing directory/map-twice directory/no-answer directory/page-refused directory/refused directory/server-down directory/size-limit directory/tls-failed directory/too-large directory/unreachable directory/unresolvable map/ambiguous-file map/bad-entry map/bad-key map/bad-map-name map/bad-master-entry map/bad-option-value map/bad-weight map/bind-options map/bind-source map/case-collision map/cifs-source map/contradicting-options map/cut-option map/dangling-map map/direct-wildcard map/duplicate-key map/duplicate-mount-point map/duplicate-offset map/empty-map map/file-in-directory map/file-missing map/file-not-given map/home-mismatch map/home-without-nosuid map/ignored-include map/ignored-option map/immutable-root map/incomplete-entry map/kerberos-by-address map/ldif-skipped map/ldif-syntax map/left-out map/local-server map/missing-helper map/needs-rpcbind map/nested-keys map/nfs-over-udp map/nfsmount-conf map/no-master map/not-given map/not-judged map/not-validated map/obsolete-option map/offset-below-bind map/options-after-location map/overlapping-roots map/password map/percent-key map/quoted-ampersand map/redundant-entry map/rewritten-colon map/same-directory map/script-as-text map/several-values map/shared-offsets map/silent-timeout map/silent-version map/skipped-line map/soft-home map/submount-loop map/symlinked-root map/text-as-program map/timeout-unit map/too-long map/trailing-slash map/two-sources map/unclosed-brace map/unknown-allow map/unknown-option map/unknown-type map/unknown-variable map/unread-master map/unused-allow map/unused-map map/url-location map/wildcard-differs map/wildcard-without-key map/writable-replicas mount/held mount/hung mount/kept-alive mount/key-missing mount/not-automounted mount/required-blocked mount/required-failed mount/required-hung mount/required-map-empty mount/required-stale mount/required-too-many mount/required-wildcard mount/selinux-containers mount/selinux-homes mount/trigger-failed mount/trigger-hung pod/create-hung pod/dead-root pod/local-disk pod/mount-hung pod/mount-stale pod/private-propagation server/address-down server/bad-reply server/export-denied server/export-missing server/export-referral server/export-unknown server/hung server/mountd-unavailable server/nfs-unregistered server/refused server/rpcbind-trap server/rpcbind-unavailable server/slow server/unreachable server/unresolvable server/version-mismatch sssd/autofs-not-enabled sssd/bus-unavailable sssd/config-invalid sssd/config-newer sssd/domain-offline sssd/duplicate-key sssd/failed sssd/infopipe-unavailable sssd/library-missing sssd/lookup-differs sssd/map-behind sssd/map-empty sssd/map-missing sssd/map-offline sssd/map-stale sssd/master-name-differs sssd/not-installed sssd/provider-none sssd/responder-down sssd/responder-failed sssd/responder-hung sssd/stopped'
