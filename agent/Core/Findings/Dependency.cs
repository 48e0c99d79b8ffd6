using System.Collections.Immutable;

namespace Automount.Findings;

/// <summary>Kinds from which another kind may follow.</summary>
/// <param name="same">What cause and consequence must have in common.</param>
/// <param name="codes">Codes of the causes.</param>
public sealed class Dependency(Same same, params ReadOnlySpan<string> codes)
{
    /// <summary>What cause and consequence must have in common.</summary>
    public Same Same { get; } = same;

    /// <summary>Codes of the causes.</summary>
    public ImmutableArray<string> Codes { get; } = [.. codes];
}

/// <summary>
/// What two findings must have in common for one to follow from the other. A property that one of them does not have is never the same,
/// so that an unrelated second fault is not taken for a consequence.
/// </summary>
public enum Same
{
    /// <summary>The node, which all findings share: there is only one such cause on it.</summary>
    Node,

    /// <summary>The automount daemon: the cause is about it, and the consequence has an automount root that must mount something.</summary>
    Daemon,

    /// <summary>The domain of sssd.</summary>
    Domain,

    /// <summary>The automount root.</summary>
    Root,

    /// <summary>The automount map.</summary>
    Map,

    /// <summary>The automount map and the key in it.</summary>
    Key,

    /// <summary>The NFS server.</summary>
    Server,

    /// <summary>The required path.</summary>
    Path,
}
