using System.Collections.Immutable;
using System.Globalization;
using Automount.Text;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// What the unit's <c>$OPTIONS</c> give to automount(8) on its command line: the file is an EnvironmentFile of autofs.service
/// (systemd.exec(5)).
/// </summary>
internal sealed record DaemonOptions
{
    private const string ShortWithValue = "ptDOlnPM";
    private const string ShortWithout = "hvmSfVrCFUd";

    private static readonly (string Name, char Short)[] Long =
    [
        ("help", 'h'), ("pid-file", 'p'), ("timeout", 't'), ("verbose", 'v'), ("debug", 'd'), ("define", 'D'), ("systemd-service", 'S'),
        ("foreground", 'f'), ("random-multimount-selection", 'r'), ("negative-timeout", 'n'), ("positive-timeout", 'P'), ("dumpmaps", 'm'),
        ("global-options", 'O'), ("version", 'V'), ("set-log-priority", 'l'), ("dont-check-daemon", 'C'), ("force", 'F'),
        ("force-exit", 'U'), ("master-wait", 'M'),
    ];

    /// <summary><c>-t</c>: idle time until a mount expires; null when not given. It wins over autofs.conf.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>-n</c>: how long a failure is remembered; null when not given.</summary>
    public TimeSpan? NegativeTimeout { get; init; }

    /// <summary><c>-D</c>: variables for all maps; they win over the built-in ones.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>-O</c>: mount options for all maps, comma-separated.</summary>
    public string MountOptions { get; init; } = "";

    /// <summary>The master map that follows the options; null for that of autofs.conf.</summary>
    public string? MasterMap { get; init; }

    /// <summary>Why automount would not start.</summary>
    public ImmutableArray<FileProblem> Problems { get; init; } = [];

    /// <summary>Parses a text. It never throws.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static DaemonOptions Parse(string text, string file)
    {
        var (number, found) = (0, new DaemonOptions());
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart(' ', '\t').StartsWith("OPTIONS=", StringComparison.Ordinal))
            {
                var words = Words(WithoutQuotes(line[(line.IndexOf('=') + 1)..].Trim())).Where(w => w.Length > 0);
                found = new DaemonOptions().Take([.. words], new FileProblem(file, number, ""));
            }
        }

        return found;
    }

    private static string WithoutQuotes(string value) => value switch
    {
        ['"', .. var inside, '"'] => inside,
        ['\'', .. var inside, '\''] => inside,
        _ => value,
    };

    private DaemonOptions Take(string[] words, FileProblem place)
    {
        var taken = this;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word == "--" || word[0] != '-' || word.Length == 1)
            {
                return taken with { MasterMap = word == "--" ? words.ElementAtOrDefault(i + 1) : word };
            }

            var (option, value) = word.StartsWith("--", StringComparison.Ordinal) ? LongOption(word[2..]) : ShortOption(word);
            if (option is not null && value is null && ShortWithValue.Contains(option.Value))
            {
                value = ++i < words.Length ? words[i] : null;
                option = value is null ? null : option;
            }

            taken = option is null
                ? taken.With(place, $"automount does not start with the option {Printable.Escape(word, 60)}")
                : taken.Set(option.Value, value ?? "", place);
        }

        return taken;
    }

    private DaemonOptions Set(char option, string value, FileProblem place)
    {
        switch (option)
        {
            case 't' when Seconds(value) is { } seconds:
                return this with { Timeout = seconds };
            case 'n' when Seconds(value) is { } seconds:
                return this with { NegativeTimeout = seconds > TimeSpan.Zero ? seconds : null };
            case 't' or 'n':
                return With(place, $"automount does not start, because -{option} is not a number of seconds");
            case 'D' when value.IndexOf('=') is > 0 and var at:
                return this with { Variables = Variables.SetItem(value[..at], value[(at + 1)..]) };
            case 'D':
                return With(place, "-D needs NAME=value");
            case 'O':
                return MountOptions.Length > 0 ? this : this with { MountOptions = value }; // Of several the first counts.
            default:
                return this;
        }
    }

    /// <summary>A long option, which may be shortened as long as it is clear which one it is.</summary>
    private static (char? Option, string? Value) LongOption(string word)
    {
        var at = word.IndexOf('=');
        var name = at < 0 ? word : word[..at];
        var value = at < 0 ? null : word[(at + 1)..];
        var meant = Long.Where(l => l.Name == name).ToList();
        if (meant.Count == 0)
        {
            meant = [.. Long.Where(l => l.Name.StartsWith(name, StringComparison.Ordinal))];
        }

        return meant.Count == 1 ? (meant[0].Short, value) : (null, null);
    }

    /// <summary>
    /// The last of the options in one word, which is the only one that may have a value, and none of the others means anything for maps.
    /// </summary>
    private static (char? Option, string? Value) ShortOption(string word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] == 'd' || ShortWithValue.Contains(word[i]))
            {
                return (word[i], i + 1 < word.Length ? word[(i + 1)..] : null);
            }

            if (!ShortWithout.Contains(word[i]))
            {
                return (null, null);
            }
        }

        return (word[^1], null);
    }

    /// <summary>Like strtoul(3): also hexadecimal.</summary>
    private static TimeSpan? Seconds(string text)
    {
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isHexadecimal ? text.AsSpan(2) : text;
        var style = isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(digits, style, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>The words of a value: systemd splits at blanks, and takes off quotes.</summary>
    private static IEnumerable<string> Words(string value)
    {
        var word = new System.Text.StringBuilder();
        var (quote, isOpen) = ('\0', false);
        foreach (var c in value)
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
                isOpen = true;
            }
            else if (quote != '\0' || !char.IsWhiteSpace(c))
            {
                word.Append(c);
                isOpen = true;
            }
            else if (isOpen)
            {
                yield return word.ToString();
                word.Clear();
                isOpen = false;
            }
        }

        if (isOpen)
        {
            yield return word.ToString();
        }
    }

    private DaemonOptions With(FileProblem place, string problem) => this with { Problems = Problems.Add(place with { Reason = problem }) };
}
