using System.Collections.Immutable;
using Automount.Maps.Sources;
using Automount.Text;

namespace AutomountAgent.Model;

/// <summary>The automount daemon as systemd and its configuration files show it. Its mount points are in the mount table.</summary>
/// <param name="Unit">State of autofs.service; null when systemd could not be asked (see <paramref name="BusProblem"/>).</param>
/// <param name="BusProblem">Why the system bus could not be used; null when it could.</param>
/// <param name="Sources">The <c>automount:</c> line of nsswitch.conf, in order; <c>files</c> when there is none (nsswitch.conf(5)).</param>
/// <param name="MasterMap"><c>master_map_name</c> of autofs.conf, or what automount's command line names, by default <c>auto.master</c>; a
/// leading <c>/</c> makes it a file.</param>
/// <param name="Timeout"><c>timeout</c> of autofs.conf, or of automount's command line; null when it is not set.</param>
/// <param name="Problems">What could not be read or understood of those files.</param>
internal sealed record AutomountSnapshot(
    UnitState? Unit,
    string? BusProblem,
    ImmutableArray<NssSource> Sources,
    string MasterMap,
    TimeSpan? Timeout,
    ImmutableArray<FileProblem> Problems)
{
    /// <summary>True when the daemon was stopped by a signal (SIGSTOP) or a debugger: for systemd it runs, but it serves nobody.</summary>
    public bool Suspended { get; init; }

    /// <summary>Threads of the daemon that were in an uninterruptible call at this look and at each one since a time.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Waiting { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// Whether autofs.conf names the master map: where it does not, automount tries <c>auto_master</c> after <c>auto.master</c>.
    /// </summary>
    public bool IsMasterNamed { get; init; } = true;

    /// <summary>
    /// When the daemon read its maps last, as far as systemd knows: its start, or its last reload. Who sends SIGHUP by hand is not seen.
    /// Null when it is not known.
    /// </summary>
    public DateTimeOffset? LoadedAt { get; init; }

    /// <summary>Whether <see cref="LoadedAt"/> is a reload.</summary>
    public bool WasReloaded { get; init; }

    /// <summary><c>negative_timeout</c> of autofs.conf, or of automount's command line: how long automount remembers a failure.</summary>
    public TimeSpan NegativeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The map files of the node.</summary>
    public LocalMaps Local { get; init; } = LocalMaps.None;

    /// <summary>What the critic of the maps is told of the node.</summary>
    public NodeFacts Node { get; init; } = NodeFacts.None;
}

/// <summary>A systemd unit (org.freedesktop.systemd1(5)).</summary>
/// <param name="Name">For example <c>autofs.service</c>.</param>
/// <param name="LoadState"><c>loaded</c>, <c>not-found</c>, <c>masked</c>, …</param>
/// <param name="ActiveState"><c>active</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c>, …</param>
/// <param name="Result"><c>success</c>, <c>signal</c>, <c>exit-code</c>, <c>oom-kill</c>, …</param>
/// <param name="MainPid">Process id of the main process; 0 when none runs.</param>
/// <param name="StartedAt">When the main process was started, on the node's clock as it is set now; null when never.</param>
/// <param name="ConditionMet">False when a condition of the unit kept it from starting (sssd without a configuration).</param>
internal sealed record UnitState(
    string Name,
    string LoadState,
    string ActiveState,
    string Result,
    uint MainPid,
    DateTimeOffset? StartedAt,
    bool ConditionMet)
{
    /// <summary>
    /// How long it has been in its state when it was asked: a start and a reload begin a new one. Null when it was never in another.
    /// </summary>
    public TimeSpan? StateAge { get; init; }

    /// <summary>How long its main process has been running when it was asked; null when none was started.</summary>
    public TimeSpan? ProcessAge { get; init; }

    /// <summary>
    /// True when the unit does its work, or is reloading its configuration, or (systemd 258 and newer) its credentials or extensions.
    /// </summary>
    public bool IsRunning => ActiveState is "active" or "reloading" or "refreshing";
}
