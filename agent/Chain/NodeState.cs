using AutomountAgent.Observe.Automount;
using AutomountAgent.Observe.Directory;
using AutomountAgent.Observe.Mounts;
using AutomountAgent.Observe.Server;
using AutomountAgent.Observe.Sssd;
using AutomountAgent.Act;

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

    /// <summary>The required paths and what the prober said of them.</summary>
    public Observation<RequiredView>? Required { get; init; }
}
