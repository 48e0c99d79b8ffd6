using AutomountAgent.Model;

namespace AutomountAgent.Output;

/// <summary>What was silenced, in words: a silenced finding is reported as a number.</summary>
internal static class SilencedText
{
    /// <summary>One line; null when nothing was silenced.</summary>
    public static string? Of(ChainReport report)
    {
        if (report.Silenced.IsEmpty)
        {
            return null;
        }

        var codes = report.Silenced.Select(s => s.Value == 1 ? s.Key : $"{s.Key} ({s.Value})");
        return $"silenced by agent.conf: {string.Join(", ", codes)}";
    }
}
