using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>What automount puts in the place of <c>&amp;</c> or of a variable.</summary>
/// <param name="Written">What the entry has, for example <c>${ARCH}</c>.</param>
/// <param name="Value">What becomes of it; empty for a variable that is not known.</param>
public readonly record struct EntrySubstitution(string Written, string Value);

/// <summary>Says what automount substitutes in an entry before it reads it (autofs(5), Variable Substitution).</summary>
public static class EntrySubstitutions
{
    /// <summary>More different ones are not told.</summary>
    private const int MaxTold = 32;

    /// <summary>The substitutions, each once, in the order of the entry; none when it is too long.</summary>
    /// <param name="key">The key that is asked for.</param>
    /// <param name="value">The entry.</param>
    /// <param name="context">The map's part: variables.</param>
    public static ImmutableArray<EntrySubstitution> Of(string key, string value, EntryContext context)
    {
        var pieces = new List<ExpandedPiece>();
        if (Substitution.Expand(value, key, context, pieces) is not { } text)
        {
            return [];
        }

        var found = new List<EntrySubstitution>();
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            var (piece, next) = (pieces[i], pieces[i + 1]);
            if (piece.Inserted)
            {
                found.Add(new EntrySubstitution(value[piece.Origin..next.Origin], text[piece.At..next.At]));
            }
        }

        return [.. found.Where(s => s.Written != s.Value).Distinct().Take(MaxTold)];
    }
}
