using System.Collections.Immutable;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>What comments of map files allow, and which of them were needed.</summary>
internal sealed class AllowedFindings
{
    private readonly HashSet<(ImmutableArray<string> Comment, string Code)> needed = [];

    /// <summary>Whether a comment allows a finding; it was needed then.</summary>
    /// <param name="code">Code of the finding.</param>
    /// <param name="allowance">What is allowed where the finding is; null for nothing.</param>
    public bool Covers(string code, Allowance? allowance)
    {
        if (allowance?.Find(code) is not { } comment)
        {
            return false;
        }

        needed.Add((comment.Codes, code));
        return true;
    }

    /// <summary>Whether a code of a comment was needed.</summary>
    public bool IsNeeded(AllowComment comment, string code) => needed.Contains((comment.Codes, code));
}
