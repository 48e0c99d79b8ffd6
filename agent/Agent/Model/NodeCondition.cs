using System.Collections.Immutable;

namespace AutomountAgent.Model;

/// <summary>A condition of the node, as Kubernetes means it (NodeCondition of core/v1).</summary>
/// <param name="Type">Which one.</param>
/// <param name="Status">Whether it is so.</param>
/// <param name="Reason">Why, as one word in CamelCase.</param>
/// <param name="Message">Why, in one line; the same text for as long as the same is wrong. Raw text from outside may be in it.</param>
/// <param name="Since">When the status changed last.</param>
internal sealed record NodeCondition(ConditionType Type, ConditionStatus Status, string Reason, string Message, DateTimeOffset Since)
{
    /// <summary>Whether it is as it should be, is not, or nobody can tell.</summary>
    public Verdict Verdict
    {
        get
        {
            if (Status == ConditionStatus.Unknown)
            {
                return Verdict.Unknown;
            }

            return Status == Type.Good() ? Verdict.Ok : Verdict.Broken;
        }
    }

    /// <summary>The same condition on a clock that is ahead by so much.</summary>
    public NodeCondition MovedBy(TimeSpan step) => this with { Since = Since + step };
}

/// <summary>The conditions of a node.</summary>
internal enum ConditionType
{
    /// <summary>Pods that use automounted NFS can be started here. For scheduling.</summary>
    AutomountReady,

    /// <summary>Something of this node alone is broken. The only one from which a reboot may follow.</summary>
    AutomountNodeFault,
}

/// <summary>The status of a condition.</summary>
internal enum ConditionStatus
{
    /// <summary>It is so.</summary>
    True,

    /// <summary>It is not so.</summary>
    False,

    /// <summary>Nobody can tell. Never a synonym of one of the others.</summary>
    Unknown,
}

/// <summary>The conditions there are, and their names.</summary>
internal static class NodeConditions
{
    /// <summary>Both, in the order in which they are listed.</summary>
    public static ImmutableArray<ConditionType> Types { get; } = [ConditionType.AutomountReady, ConditionType.AutomountNodeFault];

    /// <summary>Every status, in the order in which a state set lists them.</summary>
    public static ImmutableArray<ConditionStatus> Statuses { get; } =
        [ConditionStatus.True, ConditionStatus.False, ConditionStatus.Unknown];

    /// <summary>What is not known before the first verdict.</summary>
    public static ImmutableArray<NodeCondition> NotYet { get; } = Unknown("FirstRoundPending", "the first round is not done yet", default);

    /// <summary>Both, unknown for the same reason.</summary>
    public static ImmutableArray<NodeCondition> Unknown(string reason, string message, DateTimeOffset since) =>
        [.. Types.Select(type => new NodeCondition(type, ConditionStatus.Unknown, reason, message, since))];

    /// <summary>The type with this name; null when there is none. Names differ by case.</summary>
    public static ConditionType? Find(string name) => Types.Where(type => type.Name() == name).Cast<ConditionType?>().FirstOrDefault();

    /// <summary>The name, as it stands in the node object.</summary>
    public static string Name(this ConditionType type) =>
        type == ConditionType.AutomountReady ? "AutomountReady" : "AutomountNodeFault";

    /// <summary>The status that it has while all is well.</summary>
    public static ConditionStatus Good(this ConditionType type) =>
        type == ConditionType.AutomountReady ? ConditionStatus.True : ConditionStatus.False;

    /// <summary>The status as Kubernetes writes it.</summary>
    public static string Name(this ConditionStatus status) => status switch
    {
        ConditionStatus.True => "True",
        ConditionStatus.False => "False",
        _ => "Unknown",
    };
}
