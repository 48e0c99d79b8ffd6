namespace Automount.Catalog;

/// <summary>
/// What each kind of finding does to the conditions of the node. Every code stands here, also those that do nothing: a new one has to be
/// decided. Only what is this node's own may be a node fault: a cluster that acts on it must not act on every node because one server, one
/// directory, one map or one image is wrong.
/// </summary>
public static class ConditionEffects
{
    /// <summary>The daemon, or its end of a mount point, is gone or stands still.</summary>
    private const string NodeFault = """
        automount/suspended automount/root-catatonic automount/root-orphaned
        """;

    /// <summary>
    /// Services that do not run. sssd ends itself when a back end that hangs cannot be restarted (SSSD/sssd, src/monitor/monitor.c,
    /// monitor_restart_service), and automount that starts without the directory has only what sssd has cached.
    /// </summary>
    private const string NodeFaultUnlessDirectory = """
        automount/stopped automount/failed sssd/stopped sssd/failed sssd/responder-down
        """;

    private const string NodeFaultUnlessServer = """
        mount/hung
        """;

    /// <summary>
    /// What is missing or wrong in the image or the configuration, and so on many nodes; maps that sssd cannot serve; mount points that are
    /// not there (a new line of the master map, until automount is reloaded); required paths that are not ready.
    /// </summary>
    private const string NotReady = """
        sssd/provider-none sssd/not-installed sssd/autofs-not-enabled sssd/responder-hung sssd/responder-failed sssd/map-offline
        sssd/map-missing sssd/map-empty sssd/library-missing
        automount/not-installed automount/nsswitch-without-sss automount/root-missing automount/root-not-directory automount/no-mount-nfs
        automount/foreign-pids automount/root-private
        mount/required-hung mount/required-stale mount/trigger-failed mount/trigger-hung mount/key-missing mount/required-failed
        mount/not-automounted mount/required-blocked
        """;

    private const string NotKnown = """
        automount/bus-unavailable sssd/bus-unavailable
        """;

    /// <summary>
    /// The directory, because sssd serves from its cache, and has a code where it cannot. Servers and maps, because one of many may be
    /// wrong, and what of them pods need is a required path. Pods, because what they have does not say what the next one gets.
    /// </summary>
    private const string None = """
        directory/unresolvable directory/refused directory/unreachable directory/no-answer directory/tls-failed directory/kerberos-failed
        directory/bad-credentials directory/base-missing directory/map-missing directory/map-twice directory/size-limit
        directory/too-large directory/page-refused directory/failed directory/server-down
        sssd/config-invalid sssd/domain-offline sssd/duplicate-key sssd/config-newer sssd/infopipe-unavailable sssd/map-behind
        sssd/map-stale sssd/lookup-differs sssd/master-name-differs
        automount/waiting automount/nsswitch-invalid automount/config-invalid automount/agent-config-refused automount/root-stacked
        automount/root-outdated automount/master-shadowed automount/master-ignored automount/no-suffix automount/root-stale
        automount/root-other-map automount/root-timeout
        map/dangling-map map/bad-master-entry map/duplicate-mount-point map/silent-timeout map/timeout-unit map/cut-option
        map/file-in-directory map/shared-offsets map/overlapping-roots map/same-directory map/symlinked-root map/immutable-root
        map/home-mismatch map/unused-map map/submount-loop map/bad-map-name map/empty-map
        map/bad-key map/ignored-include map/percent-key map/direct-wildcard map/trailing-slash map/duplicate-key map/case-collision
        map/nested-keys map/several-values map/incomplete-entry map/skipped-line map/wildcard-differs map/wildcard-without-key
        map/redundant-entry
        map/bad-entry map/too-long map/unknown-variable map/unclosed-brace map/quoted-ampersand map/options-after-location
        map/writable-replicas map/local-server map/kerberos-by-address map/bad-weight map/bind-source map/cifs-source map/url-location
        map/rewritten-colon map/offset-below-bind map/duplicate-offset map/unknown-type map/missing-helper
        map/unknown-option map/bad-option-value map/ignored-option map/contradicting-options map/obsolete-option map/nfs-over-udp
        map/bind-options map/password map/needs-rpcbind map/silent-version map/soft-home map/home-without-nosuid
        map/ldif-syntax map/ldif-skipped map/nfsmount-conf map/not-validated map/not-judged map/two-sources map/file-missing
        map/text-as-program map/script-as-text map/not-given map/file-not-given map/ambiguous-file map/left-out map/unread-master
        map/no-master map/unknown-allow map/unused-allow
        server/unresolvable server/refused server/unreachable server/hung server/version-mismatch server/bad-reply server/slow
        server/address-down server/rpcbind-trap server/nfs-unregistered server/rpcbind-unavailable server/mountd-unavailable
        server/export-missing server/export-denied server/export-referral server/export-unknown
        mount/held mount/kept-alive mount/required-map-empty mount/required-wildcard mount/required-too-many mount/selinux-containers
        mount/selinux-homes
        pod/local-disk pod/create-hung pod/mount-hung pod/mount-stale pod/dead-root pod/private-propagation
        """;

    /// <summary>The effect of every code.</summary>
    public static IReadOnlyDictionary<string, ConditionEffect> All { get; } =
        new Dictionary<string, ConditionEffect>(Rows(), StringComparer.Ordinal);

    /// <summary>The effect of a kind.</summary>
    /// <param name="code">Its code; one that is not in the catalogue has none.</param>
    public static ConditionEffect Of(string code) => All.GetValueOrDefault(code);

    private static IEnumerable<KeyValuePair<string, ConditionEffect>> Rows() =>
    [
        .. Rows(ConditionEffect.NodeFault, NodeFault),
        .. Rows(ConditionEffect.NodeFaultUnlessDirectory, NodeFaultUnlessDirectory),
        .. Rows(ConditionEffect.NodeFaultUnlessServer, NodeFaultUnlessServer),
        .. Rows(ConditionEffect.NotReady, NotReady),
        .. Rows(ConditionEffect.NotKnown, NotKnown),
        .. Rows(ConditionEffect.None, None),
    ];

    private static IEnumerable<KeyValuePair<string, ConditionEffect>> Rows(ConditionEffect effect, string codes) =>
        codes.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(code => KeyValuePair.Create(code, effect));
}
