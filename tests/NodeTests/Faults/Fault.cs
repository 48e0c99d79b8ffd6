using Automount.Catalog;
using NodeTests.Support;

namespace NodeTests.Faults;

/// <summary>One way to break the chain.</summary>
/// <param name="Scenario">Number of the row of <see cref="FaultMatrix"/> that it belongs to.</param>
/// <param name="Name">What happens, as the name of the test.</param>
/// <param name="Cause">Commands that break it.</param>
/// <param name="Code">The code of the first broken link; of a fault that breaks nothing yet, of its one finding.</param>
/// <param name="Cure">Commands that repair it.</param>
public sealed record Fault(int Scenario, string Name, string Cause, string Code, string Cure)
{
    /// <summary>Time within which it must be named.</summary>
    public int Seconds { get; init; } = 30;

    /// <summary>Time within which all must be well after the cure.</summary>
    public int Clears { get; init; } = 30;

    /// <summary>
    /// Codes that may be reported besides, because the commands of the row bring them about or pass through them: a service that is
    /// restarted is gone for a moment. What follows from the fault is not listed here: the agent itself marks it.
    /// </summary>
    public string[] Also { get; init; } = [];

    /// <summary>The verdict on the chain while it lasts; empty where it is not looked at.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>
    /// Whether LDAP or sssd plays a part in it: such a row cannot be caused on a node with file maps (<c>NODE_MAPS=files</c>).
    /// </summary>
    public bool NeedsDirectory { get; init; }

    /// <summary>
    /// What it does to the conditions of the node where it brings about a finding that does more than its own code: a required path is on
    /// the server, or sssd has no copy of the maps.
    /// </summary>
    public ConditionEffect? Brings { get; init; }

    /// <summary>What it does to the conditions of the node.</summary>
    public ConditionEffect Effect => Brings ?? ConditionEffects.Of(Code);

    /// <summary>A path that it concerns: <c>explain</c> must blame <see cref="Blamed"/> for it. Empty where it concerns none.</summary>
    public string Path { get; init; } = "";

    /// <summary>
    /// The link that <c>explain</c> must blame; empty for that of <see cref="Code"/>, <c>none</c> where the path works. For one path more
    /// can be found out than for the node.
    /// </summary>
    public string Blamed { get => field.Length > 0 ? field : Code.Split('/')[0]; init; } = "";

    /// <summary>What the messages must say.</summary>
    public string Says { get; init; } = "";

    /// <summary>
    /// Commands that must succeed once it is named: they see that it is the fault which it should be, or wait for the worst of it.
    /// </summary>
    public string Then { get; init; } = "true";

    /// <summary>
    /// Whether a finding may be reported because of it: by itself, or because the agent says that it follows from such a code.
    /// </summary>
    public bool Explains(Reported finding) => Allows(finding.Code) || (finding.FollowsFrom is { } cause && Allows(cause));

    /// <summary>sssd's older copy of a map may be there after this row, or the one before it, has changed a map in LDAP.</summary>
    private bool Allows(string code) => code == Code || code == "sssd/map-behind" || Also.Contains(code);

    public override string ToString() => Name;
}
