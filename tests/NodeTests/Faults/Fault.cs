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

    /// <summary>What else may be said, because it follows from the fault. Anything more would be a false accusation.</summary>
    public string[] Follows { get; init; } = [];

    /// <summary>What the messages must say.</summary>
    public string Says { get; init; } = "";

    /// <summary>Commands that must succeed once it is named: they see that it is the fault which it should be, or wait for the worst of it.</summary>
    public string Then { get; init; } = "true";

    /// <summary>
    /// Whether a code may be said because of it. Beside what follows, sssd's older copy of a map may: it is true whenever this row, or the one before it, has changed a
    /// map in LDAP, until sssd's cache runs out.
    /// </summary>
    public bool Explains(string code) => code == Code || code == "sssd/map-behind" || Follows.Contains(code);

    public override string ToString() => Name;
}
