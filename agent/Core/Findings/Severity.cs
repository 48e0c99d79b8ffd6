namespace Automount.Findings;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>The link does not do its work: exit status 1, link state <c>broken</c>.</summary>
    Error,

    /// <summary>It works, but less well or not for long: link state <c>degraded</c>.</summary>
    Warning,

    /// <summary>Worth knowing, changes no state.</summary>
    Info,
}

/// <summary>The names of severities as they appear in labels and JSON.</summary>
public static class Severities
{
    /// <summary>The lower-case name.</summary>
    public static string Name(this Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
