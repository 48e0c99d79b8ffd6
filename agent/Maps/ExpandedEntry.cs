using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>An entry after substitution that still knows where each character was written.</summary>
/// <param name="Text">The expanded text.</param>
/// <param name="Pieces">Where the text stops running in step with the entry, in order.</param>
/// <param name="Cut">True when the text would have been longer than <see cref="Substitution.MaxLength"/>; it is empty then.</param>
internal sealed record ExpandedEntry(string Text, ImmutableArray<ExpandedPiece> Pieces, bool Cut)
{
    /// <summary>The column, from 1, of the unexpanded entry that a position in <see cref="Text"/> comes from.</summary>
    public int Column(int position)
    {
        var (low, high) = (0, Pieces.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Pieces[middle].At <= position ? (middle + 1, high) : (low, middle);
        }

        if (low == 0)
        {
            return position + 1;
        }

        var piece = Pieces[low - 1];
        return piece.Origin + (piece.Inserted ? 0 : position - piece.At) + 1;
    }
}

/// <summary>A piece of an expanded entry, up to the next one.</summary>
/// <param name="At">Where it begins in the expanded text, from 0.</param>
/// <param name="Origin">Where it begins in the entry, from 0.</param>
/// <param name="Inserted">True for the value of a variable or the key: all of it comes from <paramref name="Origin"/>.</param>
internal readonly record struct ExpandedPiece(int At, int Origin, bool Inserted);
