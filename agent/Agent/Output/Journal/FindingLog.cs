using Automount.Findings;
using AutomountAgent.Model;
using Serilog.Events;
using ILogger = Serilog.ILogger;

namespace AutomountAgent.Output.Journal;

/// <summary>Logs what changed: one entry per change, none per look.</summary>
/// <param name="log">Where to.</param>
internal sealed class FindingLog(ILogger log)
{
    /// <summary>Logs the findings that were raised, changed or cleared.</summary>
    /// <param name="changes">The findings.</param>
    /// <param name="step">How far their times are behind the node's clock.</param>
    public void Changed(FindingChanges changes, TimeSpan step = default)
    {
        foreach (var finding in changes.Raised)
        {
            About(finding, "raised").Write(Level(finding), "{Code} raised: {Text}", finding.Kind.Code, finding.Message);
        }

        foreach (var finding in changes.Changed)
        {
            About(finding, "changed").Write(Level(finding), "{Code} changed: {Text}", finding.Kind.Code, finding.Message);
        }

        foreach (var finding in changes.Cleared)
        {
            About(finding, "cleared").Information(
                "{Code} cleared: {Subject}, raised at {Since}", finding.Kind.Code, finding.Subject, Times.Rfc3339(finding.Since + step));
        }
    }

    /// <summary>Logs that a mount went away.</summary>
    public void Expired(Expiration gone) => With(
        (JournalFields.MessageId, MessageIds.Expired.ToString("N")), (JournalFields.Root, gone.Root))
        .Information("{Path} is no longer mounted", gone.MountPoint);

    /// <summary>Logs what came of triggering a mount.</summary>
    public void Triggered(Trigger trigger) => With(
        (JournalFields.MessageId, MessageIds.Triggered.ToString("N")), (JournalFields.Root, trigger.Root))
        .Write(
            trigger.Result == "mounted" ? LogEventLevel.Information : LogEventLevel.Warning,
            "triggered {Path}: {Result} after {Milliseconds} ms",
            trigger.Path,
            trigger.Result,
            (long)trigger.Took.TotalMilliseconds);

    /// <summary>Logs what came of a remedy.</summary>
    public void Remedied(Remedy remedy) => With(
        (JournalFields.MessageId, MessageIds.Remedied.ToString("N")),
        (remedy.Name == Remedy.SssdExpire ? JournalFields.Map : JournalFields.Path, remedy.Target))
        .Write(
            remedy.Result == "failed" ? LogEventLevel.Warning : LogEventLevel.Information,
            "remedy {Remedy} of {Target}: {Outcome}: {Detail}",
            remedy.Name,
            remedy.Target,
            remedy.Result,
            remedy.Detail);

    private ILogger About(Finding finding, string change) => With(
        (JournalFields.MessageId, finding.Kind.MessageId.ToString("N")),
        (JournalFields.Change, change),
        (JournalFields.Link, finding.Kind.Link.Name()),
        (JournalFields.Severity, finding.Kind.Severity.Name()),
        (JournalFields.Root, finding.Root),
        (JournalFields.Map, finding.Source?.Map),
        (JournalFields.Key, finding.Source?.Key),
        (JournalFields.Server, finding.Server),
        (JournalFields.Path, finding.Path));

    private ILogger With(params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        var with = log;
        foreach (var (name, value) in properties)
        {
            with = value is null ? with : with.ForContext(name, value);
        }

        return with;
    }

    private static LogEventLevel Level(Finding finding) => finding.Kind.Severity switch
    {
        Severity.Error => LogEventLevel.Error,
        Severity.Warning => LogEventLevel.Warning,
        _ => LogEventLevel.Information,
    };
}
