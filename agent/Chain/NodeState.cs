using AutomountAgent.Act;
using AutomountAgent.Chain.Health;
using AutomountAgent.Observe.Automount;
using AutomountAgent.Observe.Directory;
using AutomountAgent.Observe.Holders;
using AutomountAgent.Observe.Mounts;
using AutomountAgent.Observe.Server;
using AutomountAgent.Observe.Sssd;

namespace AutomountAgent.Chain;

/// <summary>All that is known about the node at one moment. Immutable: an observer's new look makes a new state. Null means not looked at yet.</summary>
public sealed record NodeState
{
    /// <summary>A state in which nothing was looked at yet.</summary>
    public static NodeState Empty { get; } = new();

    /// <summary>What the LDAP servers hold.</summary>
    public Observation<DirectoryView>? Directory { get; init; }

    /// <summary>sssd's configuration, unit, domains, and the maps that it serves.</summary>
    public Observation<SssdView>? Sssd { get; init; }

    /// <summary>The automount daemon and its configuration.</summary>
    public Observation<AutomountView>? Automount { get; init; }

    /// <summary>The NFS servers that the maps and the mount table name.</summary>
    public Observation<ServersView>? Servers { get; init; }

    /// <summary>The mount table and the NFS statistics.</summary>
    public Observation<MountsView>? Mounts { get; init; }

    /// <summary>The best copy of the maps, derived from <see cref="Directory"/> and <see cref="Sssd"/>.</summary>
    public KnownMaps Maps { get; init; } = KnownMaps.None;

    /// <summary>Other mount namespaces, and who holds mounts that should have expired.</summary>
    public Observation<HoldersView>? Holders { get; init; }

    /// <summary>How every server and mount is, derived from <see cref="Servers"/>, <see cref="Mounts"/> and <see cref="Required"/>.</summary>
    public NodeHealth Health { get; init; } = NodeHealth.None;

    /// <summary>The required paths and what the prober said of them.</summary>
    public Observation<RequiredView>? Required { get; init; }

    /// <summary>This state with <see cref="Health"/> brought up to date; to be called after a new look at servers, mounts or required paths.</summary>
    /// <param name="now">The time of that look.</param>
    public NodeState WithHealth(DateTimeOffset now) => this with { Health = NodeHealth.Of(this, now) };

    /// <summary>This state with <see cref="Maps"/> brought up to date; to be called after a new look at the directory or at sssd.</summary>
    public NodeState WithKnownMaps() => KnownMaps.Of(this) is var maps && ReferenceEquals(maps, Maps) ? this : this with { Maps = maps };
}
