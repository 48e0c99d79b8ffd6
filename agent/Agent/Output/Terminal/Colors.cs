using Automount.Findings;
using AutomountAgent.Model;

namespace AutomountAgent.Output.Terminal;

/// <summary>The colours of tables, as Spectre.Console names them.</summary>
internal static class Colors
{
    /// <summary>The colour of a verdict.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "green",
        Verdict.Broken => "red",
        _ => "yellow",
    };

    /// <summary>The colour of a severity.</summary>
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };
}
