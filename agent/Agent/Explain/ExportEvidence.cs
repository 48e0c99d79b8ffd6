using System.Collections.Immutable;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>Whether servers export what a path needs, in words and as the state of link server. Pure.</summary>
internal static class ExportEvidence
{
    private const string WhatToDo = "Correct the path in the map, or export it to this node: exportfs -v on the server.";

    /// <summary>What follows the sentence about a server; empty when it was not asked.</summary>
    public static string After(ImmutableDictionary<string, ExportAnswer> exports, string host)
    {
        if (!exports.TryGetValue(host, out var answer))
        {
            return "";
        }

        return Given(answer) is { } given ? $" and {given}" : $"; {NotGiven(answer)}";
    }

    /// <summary>The link, where servers were asked from a port below 1024 as well.</summary>
    /// <param name="step">The link, where they were not.</param>
    /// <param name="exports">The answers, by host; those of all servers of the path.</param>
    public static ExplainedStep AskedAgain(ExplainedStep step, ImmutableDictionary<string, ExportAnswer> exports)
    {
        var said = exports.Select(e => Given(e.Value) is { } given ? $"{e.Key} {given}" : $"{e.Key}: {NotGiven(e.Value)}");
        var asked = step with { Evidence = $"{step.Evidence}; asked from a port below 1024, {string.Join("; ", said)}" };
        return Judged(asked, exports, [.. exports.Keys]);
    }

    /// <summary>The link, with what the servers answered.</summary>
    /// <param name="step">The link.</param>
    /// <param name="exports">The answers, by host.</param>
    /// <param name="hosts">The servers of the path: it is broken where none of them gives it to this node.</param>
    public static ExplainedStep Judged(
        ExplainedStep step, ImmutableDictionary<string, ExportAnswer> exports, IReadOnlyCollection<string> hosts)
    {
        var told = step with { Directory = exports.GetValueOrDefault(hosts.FirstOrDefault(exports.ContainsKey) ?? "")?.Directory };
        var isRefused = hosts.All(host => exports.TryGetValue(host, out var answer) && answer.IsRefusal);
        return isRefused ? told with { State = Verdict.Broken, WhatToDo = WhatToDo } : told;
    }

    private static string? Given(ExportAnswer answer) => answer.Outcome switch
    {
        ExportOutcome.Exists => $"exports the path (NFS {answer.Version}){OfDirectory(answer)}",
        ExportOutcome.NeedsSecurity => $"exports the path for another security flavor (NFS {answer.Version})",
        _ => null,
    };

    private static string NotGiven(ExportAnswer answer) =>
        answer.Outcome is ExportOutcome.Unknown or ExportOutcome.NeedsPrivilegedPort
            ? $"whether it exports the path is not known: {answer.Detail}"
            : answer.Detail;

    private static string OfDirectory(ExportAnswer answer) =>
        answer.Directory is { } directory ? $"; {PermissionEvidence.Of(directory)}" : "";
}
