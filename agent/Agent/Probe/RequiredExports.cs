using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// Asks the servers of one path whether they export it to this node, after its mount failed: LOOKUP of NFS version 4, or MNT of MOUNT
/// version 3. A path with many servers costs as many questions.
/// </summary>
/// <param name="settings">How long a server may take for each step.</param>
/// <param name="time">Clock.</param>
internal sealed class RequiredExports(Settings settings, TimeProvider time)
{
    /// <summary>How many servers of one path are asked.</summary>
    private const int MaxAsked = 8;

    private static readonly ExportAnswer Silent = new(ExportOutcome.Unknown, "", "The server was not asked, or has not answered in time.");

    private readonly ExportSurvey survey = new(new HostResolver(time), settings.MountsTimeout, time);

    /// <summary>Asks, for at most half a timeout of required paths; what is not answered by then is unknown.</summary>
    /// <param name="locations">What the path needs.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<ImmutableArray<AskedExport>> AskAsync(ImmutableArray<ExportLocation> locations, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(settings.RequiredTimeout / 2, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        var answers = locations.Distinct().ToDictionary(location => location, _ => Silent);
        try
        {
            var asked = answers.Keys.Take(MaxAsked).ToList();
            await foreach (var (location, answer) in survey.RunAsync(asked, either.Token).ConfigureAwait(false))
            {
                answers[location] = answer;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Servers that did not answer have said nothing.
        }

        return [.. answers.Select(a => new AskedExport(a.Key, a.Value)).OrderBy(a => a.Place, StringComparer.Ordinal)];
    }
}
