namespace Automount.Lint;

/// <summary>Where the options of an entry stand in its value.</summary>
/// <param name="value">The value.</param>
internal sealed class OptionPlaces(string value)
{
    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);

    /// <summary>
    /// The next place of an option, from 0: the first when it was not asked for yet, the last when there is no further one; -1 when it
    /// is not there as a whole option.
    /// </summary>
    public int Next(string option)
    {
        var before = last.GetValueOrDefault(option, -1);
        var at = Find(value, option, before + 1);
        last[option] = at < 0 ? before : at;
        return last[option];
    }

    /// <summary>The value with an option as it should be; null when that is not known.</summary>
    public string? Corrected(OptionFault fault, int at)
    {
        if (at < 0 || fault.Correction is not { } correction)
        {
            return null;
        }

        var length = fault.Option.Length;
        if (correction.Length > 0)
        {
            return Remedies.Replaced(value, at, length, correction);
        }

        // An option that is left out takes a comma along; one that is alone, its dash.
        var hasNext = at + length < value.Length && value[at + length] == ',';
        return hasNext
            ? Remedies.Replaced(value, at, length + 1, "")
            : Remedies.Replaced(value, Math.Max(at - 1, 0), Math.Min(at, 1) + length, "").Trim();
    }

    /// <summary>Where an option stands in an entry, from 0; -1 when it is not there as a whole option.</summary>
    public static int Find(string text, string option, int from = 0)
    {
        for (; option.Length > 0 && from < text.Length; from++)
        {
            from = text.IndexOf(option, from, StringComparison.Ordinal);
            if (from < 0)
            {
                return -1;
            }

            if (BeginsAt(text, from) && EndsAt(text, from + option.Length, option))
            {
                return from;
            }
        }

        return -1;
    }

    private static bool BeginsAt(string text, int at) => at == 0 || text[at - 1] is ',' or '-' or ' ' or '\t' or '"';

    private static bool EndsAt(string text, int at, string option) =>
        at == text.Length || text[at] is ',' or ' ' or '\t' or '"' || option[^1] == '=';
}
