using System.Collections.Immutable;

namespace AutomountAgent.Bus;

/// <summary>A finding as the bus shows it. Every text is printable.</summary>
/// <param name="Code">Its code, for example <c>server/hung</c>.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Link">Its link of the chain.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Message">What is wrong, one sentence.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record BusFinding(string Code, string Severity, string Link, string Subject, string Message, string Remedy);

/// <summary>A condition of the node as the bus shows it. Every text is printable.</summary>
/// <param name="Type"><c>AutomountReady</c> or <c>AutomountNodeFault</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">Why, as one word.</param>
/// <param name="Message">Why, in one line.</param>
/// <param name="Since">When the status changed last, in seconds since 1970; 0 before the first verdict.</param>
internal sealed record BusCondition(string Type, string Status, string Reason, string Message, ulong Since);

/// <summary>The properties of the agent's object at one moment.</summary>
/// <param name="Version">Version of the agent.</param>
/// <param name="Verdict"><c>ok</c>, <c>degraded</c>, <c>broken</c> or <c>unknown</c>.</param>
/// <param name="FirstBroken">Code of the finding to lead with; empty when no link is broken.</param>
/// <param name="Findings">The findings, errors first within a link; at most <see cref="MaxFindings"/>.</param>
internal sealed record AgentProperties(string Version, string Verdict, string FirstBroken, ImmutableArray<BusFinding> Findings)
{
    /// <summary>A message of the bus has a limit of size, and so have the queues of those that listen. The rest is in the status.</summary>
    public const int MaxFindings = 500;

    /// <summary>The conditions of the node.</summary>
    public ImmutableArray<BusCondition> Conditions { get; init; } = [];
}
