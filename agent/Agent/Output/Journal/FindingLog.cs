using Automount.Findings;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Journal;

/// <summary>
/// Logs what changed: one entry per change, none per poll. The message is for people; the scope around it holds the fields of the journal.
/// </summary>
/// <param name="log">Receives the entries.</param>
internal sealed partial class FindingLog(ILogger<FindingLog> log)
{
    /// <summary>Logs the findings that were raised, changed or cleared.</summary>
    /// <param name="changes">The findings.</param>
    /// <param name="step">How far their times are behind the node's clock.</param>
    public void Changed(FindingChanges changes, TimeSpan step = default)
    {
        foreach (var finding in changes.Raised)
        {
            Write(Level(finding), finding, "raised", finding.Message);
        }

        foreach (var finding in changes.Changed)
        {
            Write(Level(finding), finding, "changed", finding.Message);
        }

        foreach (var finding in changes.Cleared)
        {
            Write(LogLevel.Information, finding, "cleared", $"{finding.Subject}, raised at {Rfc3339.Of(finding.Since + step)}");
        }
    }

    /// <summary>Logs that a mount went away.</summary>
    public void Expired(Expiration gone)
    {
        using var fields = Fields(MessageIds.Expired, (JournalFields.Root, gone.Root));
        LogExpired(gone.MountPoint);
    }

    /// <summary>Logs the result of triggering a mount.</summary>
    public void Triggered(Trigger trigger)
    {
        using var fields = Fields(MessageIds.Triggered, (JournalFields.Root, trigger.Root));
        var level = trigger.Result == "mounted" ? LogLevel.Information : LogLevel.Warning;
        LogTriggered(level, trigger.Path, trigger.Result, (long)trigger.Took.TotalMilliseconds);
    }

    /// <summary>Logs the result of a remedy.</summary>
    public void Remedied(Remedy remedy)
    {
        using var fields = Fields(
            MessageIds.Remedied, (remedy.Name == Remedy.SssdExpire ? JournalFields.Map : JournalFields.Path, remedy.Target));
        var level = remedy.Result == "failed" ? LogLevel.Warning : LogLevel.Information;
        LogRemedied(level, remedy.Name, remedy.Target, remedy.Result, remedy.Detail);
    }

    private void Write(LogLevel level, Finding finding, string change, string text)
    {
        using var fields = Fields(
            finding.Kind.MessageId,
            (JournalFields.Link, finding.Kind.Link.Name()),
            (JournalFields.Severity, finding.Severity.Name()),
            (JournalFields.Root, finding.Root),
            (JournalFields.Map, finding.Source?.Map),
            (JournalFields.Key, finding.Source?.Key),
            (JournalFields.Server, finding.Server),
            (JournalFields.Path, finding.Path),
            (JournalFields.Pod, finding.Pods is [] ? null : finding.Pods.ToArray()));
        LogFinding(level, finding.Kind.Code, change, text);
    }

    private IDisposable? Fields(Guid messageId, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        var known = new Dictionary<string, object> { [JournalFields.MessageId] = messageId.ToString("N") };
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                known[name] = value;
            }
        }

        return log.BeginScope(known);
    }

    private static LogLevel Level(Finding finding) => finding.Severity switch
    {
        Severity.Error => LogLevel.Error,
        Severity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    [LoggerMessage("{Code} {Change}: {Text}")]
    private partial void LogFinding(LogLevel level, string code, string change, string text);

    [LoggerMessage(LogLevel.Information, "{Path} is no longer mounted")]
    private partial void LogExpired(string path);

    [LoggerMessage("triggered {Path}: {Result} after {Milliseconds} ms")]
    private partial void LogTriggered(LogLevel level, string path, string result, long milliseconds);

    [LoggerMessage("remedy {Remedy} of {Target}: {Outcome}: {Detail}")]
    private partial void LogRemedied(LogLevel level, string remedy, string target, string outcome, string detail);
}
