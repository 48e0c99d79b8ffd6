namespace Automount.Maps;

/// <summary>
/// The order in which automount reads the files of a directory, that of versionsort(3): <c>9.autofs</c> comes before <c>10.autofs</c>.
/// Numbers are compared as numbers; those with leading zeros as fractions, and before the others.
/// </summary>
public sealed class VersionOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static VersionOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        var (a, b) = (x ?? "", y ?? "");
        var at = a.AsSpan().CommonPrefixLength(b);
        var number = Number(a, at);
        var (isLeft, isRight) = (IsDigit(a, at), IsDigit(b, at));
        var isFraction = number.StartsWith('0');
        if (isLeft && isRight && !isFraction && (!number.IsEmpty || (a[at] != '0' && b[at] != '0')) && Digits(a, at) != Digits(b, at))
        {
            return Digits(a, at) - Digits(b, at);
        }

        if (isLeft != isRight && !number.IsEmpty && !(isFraction && number.ContainsAnyExcept('0')))
        {
            return isLeft == isFraction ? -1 : 1; // The longer number is the larger one, but not of zeros.
        }

        return At(a, at) - At(b, at);
    }

    /// <summary>The digits before a place.</summary>
    private static ReadOnlySpan<char> Number(string text, int end)
    {
        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
        {
            start--;
        }

        return text.AsSpan(start, end - start);
    }

    private static int Digits(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length - at : length;
    }

    private static bool IsDigit(string text, int at) => char.IsAsciiDigit(At(text, at));

    private static char At(string text, int at) => at < text.Length ? text[at] : '\0';
}
