using System.Collections.Immutable;
using System.Net;
using Automount.Findings;

namespace Automount.Configuration;

/// <summary>
/// The agent's own configuration, merged, validated and immutable. The defaults are right for a node where sssd and autofs work.
/// </summary>
public sealed record Settings
{
    /// <summary><c>[ldap] interval</c>: how often a directory is asked. A large map is read in full less often than that.</summary>
    public TimeSpan LdapInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>[ldap] timeout</c>: how long one server may take to answer.</summary>
    public TimeSpan LdapTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>[maps] interval</c>: how often the maps are read through sssd, and its state is asked for.</summary>
    public TimeSpan MapsInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>[maps] timeout</c>: how long sssd's autofs responder may take to answer.</summary>
    public TimeSpan MapsTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>[maps] silence</c>: what is wrong with the maps and nobody wants to hear of.</summary>
    public Silence MapSilence { get; init; } = Silence.None;

    /// <summary><c>[findings] silence</c>: the same of every link, by subject.</summary>
    public Silence FindingSilence { get; init; } = Silence.None;

    /// <summary>All that is silenced.</summary>
    public Silence Silence => MapSilence.With(FindingSilence);

    /// <summary><c>[mounts] interval</c>: how often NFS servers are asked and statistics are read.</summary>
    public TimeSpan MountsInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>[mounts] timeout</c>: how long an NFS server may take to answer an RPC NULL call.</summary>
    public TimeSpan MountsTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary><c>[required] paths</c>: absolute paths that must be mounted and usable for pods.</summary>
    public ImmutableArray<string> RequiredPaths { get; init; } = [];

    /// <summary><c>[required] maps</c>: maps, or some keys of them, whose paths are required as well.</summary>
    public ImmutableArray<MapPattern> RequiredMaps { get; init; } = [];

    /// <summary><c>[required] from-pods</c>: what volumes of running pods bind below an automount root is required as well.</summary>
    public bool RequiredFromPods { get; init; } = true;

    /// <summary>
    /// <c>[required] keep</c>: required paths are touched before they expire. Otherwise they are mounted again when they have.
    /// </summary>
    public bool RequiredKeep { get; init; }

    /// <summary><c>[required] timeout</c>: how long a trigger or a probe of a required path may take.</summary>
    public TimeSpan RequiredTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>[remedies] stale-umount</c>: lazy unmount of a stale required mount that nobody holds.</summary>
    public RemedyMode StaleUnmount { get; init; }

    /// <summary><c>[remedies] sssd-expire</c>: sss_cache(8) for a map of which sssd serves an old copy.</summary>
    public RemedyMode SssdExpire { get; init; }

    /// <summary><c>[remedies] interval</c>: the same remedy is applied to the same thing at most once in this time.</summary>
    public TimeSpan RemedyInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>[metrics] listen</c>: where the endpoint listens; null (<c>off</c>) means nowhere.</summary>
    public IPEndPoint? Listen { get; init; } = new(IPAddress.Loopback, 20490);

    /// <summary><c>[log] level</c>: the least level that is logged: debug, info, warning, error.</summary>
    public LogThreshold LogLevel { get; init; } = LogThreshold.Info;
}

/// <summary>Whether a remedy is applied.</summary>
public enum RemedyMode
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>The agent says what it would do, and does everything but that.</summary>
    DryRun,

    /// <summary>Yes.</summary>
    On,
}

/// <summary>The least level of a log entry that is written.</summary>
public enum LogThreshold
{
    /// <summary>Everything, one entry per probe included.</summary>
    Debug,

    /// <summary>Changes of state, and above.</summary>
    Info,

    /// <summary>Warnings and errors.</summary>
    Warning,

    /// <summary>Errors only.</summary>
    Error,
}
