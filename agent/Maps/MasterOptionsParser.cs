using System.Globalization;

namespace Automount.Maps;

/// <summary>
/// Splits the options of a master map entry as automount's scanner does: at each place the longest of its words wins. So
/// <c>--timeout=60</c> is the timeout, while <c>timeout=60</c> and <c>-timeout=60</c> are mount options that nobody honours, and
/// <c>--timeout=5m</c> is five seconds and an option <c>m</c>.
/// </summary>
internal static class MasterOptionsParser
{
    private const string NameCharacters = "_-";
    private const string ValueCharacters = "_-:.";

    private static readonly Dictionary<string, Func<MasterOptions, MasterOptions>> Flags = new(StringComparer.Ordinal)
    {
        ["browse"] = o => o with { Browse = true },
        ["-browse"] = o => o with { Browse = true },
        ["--ghost"] = o => o with { Browse = true },
        ["-g"] = o => o with { Browse = true },
        ["nobrowse"] = o => o with { Browse = false },
        ["-nobrowse"] = o => o with { Browse = false },
        ["symlink"] = o => o with { Symlink = true },
        ["-symlink"] = o => o with { Symlink = true },
        ["nobind"] = o => o with { NoBind = true },
        ["-nobind"] = o => o with { NoBind = true },
        ["strictexpire"] = o => o with { StrictExpire = true },
        ["-strictexpire"] = o => o with { StrictExpire = true },
        ["shared"] = o => o with { Propagation = "shared" },
        ["-shared"] = o => o with { Propagation = "shared" },
        ["slave"] = o => o with { Propagation = "slave" },
        ["-slave"] = o => o with { Propagation = "slave" },
        ["private"] = o => o with { Propagation = "private" },
        ["-private"] = o => o with { Propagation = "private" },
        ["--slashify-colons"] = o => o with { SlashifyColons = true },
        ["--no-slashify-colons"] = o => o with { SlashifyColons = false },
        // Logging and the choice among replicas: known, so that they do not become mount options; of no use here.
        ["-v"] = o => o,
        ["--verbose"] = o => o,
        ["-d"] = o => o,
        ["--debug"] = o => o,
        ["-w"] = o => o,
        ["--use-weight-only"] = o => o,
        ["-r"] = o => o,
        ["--random-multimount-selection"] = o => o,
    };

    private static readonly (string Name, Func<MasterOptions, int, MasterOptions> Set)[] Numbers =
    [
        ("--timeout", (o, n) => o with { Timeout = TimeSpan.FromSeconds(n) }),
        ("--negative-timeout", (o, n) => o with { NegativeTimeout = TimeSpan.FromSeconds(n) }),
        ("--mode", (o, _) => o),
        ("-t", (o, n) => o with { Timeout = TimeSpan.FromSeconds(n) }),
        ("-n", (o, n) => o with { NegativeTimeout = TimeSpan.FromSeconds(n) }),
    ];

    private static readonly int LongestFlag = Flags.Keys.Max(flag => flag.Length);

    /// <summary>
    /// Reads the options from a position to the end, or to the <c>--</c> that another map of a <c>multi</c> entry follows.
    /// </summary>
    /// <param name="text">The value of the entry.</param>
    /// <param name="at">Where the options begin.</param>
    /// <param name="options">What is set already.</param>
    public static MasterOptionsResult Parse(string text, int at, MasterOptions options)
    {
        var mount = new List<string>();
        var lastComma = -1;
        var isFirst = true;
        while (at < text.Length && text[at] != '\n')
        {
            var end = MountOptionEnd(text, at);
            if (text[at] == ',')
            {
                if (isFirst || lastComma >= 0)
                {
                    return Bogus(at, isFirst || text.AsSpan(at).ContainsAnyExcept(", \t"));
                }

                lastComma = at++;
                continue;
            }

            if (text[at] == '=' || char.IsAsciiDigit(text[at]))
            {
                return Bogus(at, true);
            }

            if (IsSeparator(text, at))
            {
                return lastComma >= 0 ? Bogus(lastComma, true) : new(Joined(), SkipBlanks(text, at + 2), true, null, true);
            }

            var start = at;
            if (Number(text, at) is { } number && number.End >= end)
            {
                options = number.Set(options, number.Value);
                at = number.End;
            }
            else if (Definition(text, at, ref options) is var definitionEnd && definitionEnd > at)
            {
                at = definitionEnd;
            }
            else if (FlagEnd(text, at, end) is var flagEnd && Flags.TryGetValue(text[at..flagEnd], out var set))
            {
                options = set(options);
                at = flagEnd;
            }
            else if (end > at)
            {
                mount.Add(text[at..end].TrimStart('-').Replace("\"", "", StringComparison.Ordinal));
                at = end;
            }
            else
            {
                start = ++at; // A blank; or automount writes the odd character to its log, alone on a line, and goes on.
            }

            if (at > start)
            {
                (isFirst, lastComma) = (false, -1);
            }
        }

        return lastComma >= 0 ? Bogus(lastComma, false) : new(Joined(), at, false, null, false);

        MasterOptions Joined() => options with { Mount = string.Join(',', mount) };

        MasterOptionsResult Bogus(int position, bool stoppedInside) => new(options, at, false, position, stoppedInside);
    }

    private static bool IsSeparator(string text, int at) =>
        text[at] == '-' && at + 2 < text.Length && text[at + 1] == '-' && text[at + 2] is ' ' or '\t';

    /// <summary>The end of <c>[-]name[="value"]</c>; the position itself when there is no name.</summary>
    private static int MountOptionEnd(string text, int at)
    {
        var start = text[at] == '-' ? at + 1 : at;
        if (start == text.Length || !(char.IsAsciiLetter(text[start]) || text[start] == '_'))
        {
            return at;
        }

        var end = Run(text, start, NameCharacters);
        if (end == text.Length || text[end] != '=')
        {
            return end;
        }

        var value = end + 1 < text.Length && text[end + 1] == '"' ? end + 2 : end + 1;
        var valueEnd = Run(text, value, ValueCharacters);
        if (valueEnd == value)
        {
            return end;
        }

        return valueEnd < text.Length && text[valueEnd] == '"' ? valueEnd + 1 : valueEnd;
    }

    /// <summary>
    /// The end of the word that may be a flag. It looks no further than the longest flag, so that a row of dashes costs nothing.
    /// </summary>
    private static int FlagEnd(string text, int at, int optionEnd) =>
        text.AsSpan(at).StartsWith("--") ? Run(text.AsSpan(0, Math.Min(text.Length, at + LongestFlag + 1)), at, NameCharacters) : optionEnd;

    /// <summary>A <c>name[blanks][=][blanks]digits</c>; null when that is not what stands there.</summary>
    private static (int End, int Value, Func<MasterOptions, int, MasterOptions> Set)? Number(string text, int at)
    {
        foreach (var (name, set) in Numbers)
        {
            if (!text.AsSpan(at).StartsWith(name))
            {
                continue;
            }

            var digits = SkipBlanks(text, at + name.Length);
            digits = digits < text.Length && text[digits] == '=' ? SkipBlanks(text, digits + 1) : digits;
            var end = digits;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end > digits)
            {
                // A larger number counts as the largest: no node waits for 68 years either.
                var written = text.AsSpan(digits, end - digits);
                var isInt = int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                return (end, isInt ? number : int.MaxValue, set);
            }
        }

        return null;
    }

    /// <summary>The end of <c>-D[blanks]NAME=value</c>; the position itself when that is not what stands there.</summary>
    private static int Definition(string text, int at, ref MasterOptions options)
    {
        if (!text.AsSpan(at).StartsWith("-D"))
        {
            return at;
        }

        var name = SkipBlanks(text, at + 2);
        var equals = Run(text, name, NameCharacters + ".");
        if (equals == name || char.IsAsciiDigit(text[name]) || equals == text.Length || text[equals] != '=')
        {
            return at;
        }

        var end = Run(text, equals + 1, "_-.");
        options = options with { Variables = options.Variables.SetItem(text[name..equals], text[(equals + 1)..end]) };
        return end;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private static int Run(ReadOnlySpan<char> text, int at, string alsoAllowed)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || alsoAllowed.Contains(text[at])))
        {
            at++;
        }

        return at;
    }
}

/// <summary>What reading options gave.</summary>
/// <param name="Options">The options.</param>
/// <param name="End">Where they end; behind the <c>--</c> when one follows.</param>
/// <param name="HasNext">Another map follows a <c>--</c>.</param>
/// <param name="BogusAt">Where an option stands that makes automount drop the entry; null when there is none.</param>
/// <param name="StoppedInside">automount's scanner had not reached the end of the line.</param>
internal readonly record struct MasterOptionsResult(MasterOptions Options, int End, bool HasNext, int? BogusAt, bool StoppedInside);
