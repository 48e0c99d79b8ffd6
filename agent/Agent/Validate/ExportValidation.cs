using Automount.Lint;
using Automount.Maps.Sources;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate;

/// <summary>What asking for the exports of maps gave.</summary>
/// <param name="Kinds">What is wrong with them, by server and kind.</param>
/// <param name="Asked">How many exports were asked for.</param>
/// <param name="Existing">How many of them are there.</param>
/// <param name="NotKnown">How many locations depend on a user or a key, and were not asked for.</param>
internal sealed record ExportResult(IReadOnlyList<ListedFindings> Kinds, int Asked, int Existing, int NotKnown)
{
    /// <summary>What was done, in a sentence.</summary>
    public override string ToString()
    {
        var rest = NotKnown == 0 ? "" : $", {NotKnown} locations depend on a user or a key and were not asked for";
        return $"{Asked} exports were asked for, {Existing} are there{rest}";
    }
}

/// <summary>Asks the servers of maps for each export that the maps name, and mounts nothing.</summary>
internal static class ExportValidation
{
    /// <summary>Asks for all exports.</summary>
    /// <param name="maps">The maps.</param>
    /// <param name="survey">Asks the servers.</param>
    /// <param name="listed">How many findings of one kind are listed for one server.</param>
    /// <param name="progress">Shows how far it has come.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<ExportResult> RunAsync(
        KnownMaps maps, ExportSurvey survey, int listed, ProgressLine progress, CancellationToken cancel)
    {
        var exports = new MapExports(maps.Binds);
        new MapWalk(maps).Run(exports);
        progress.Begin("asking the servers for their exports", exports.Uses.Count);
        var findings = new ExportFindings(listed);
        var asked = 0;
        await foreach (var (location, answer) in survey.RunAsync(exports.Uses.Keys, cancel).ConfigureAwait(false))
        {
            findings.Add(location, exports.Uses[location], answer);
            progress.Report(++asked);
        }

        return new ExportResult([.. findings.Kinds], asked, findings.Existing, exports.NotKnown);
    }
}
