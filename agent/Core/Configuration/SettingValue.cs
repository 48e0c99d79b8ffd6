using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Automount.Catalog;
using Automount.Findings;

namespace Automount.Configuration;

/// <summary>What came of parsing the text of one value: the value, or what is wrong with the text.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="Value">The value; meaningless when there is a problem.</param>
/// <param name="Problem">What is wrong and what to write instead; null when all is well.</param>
public readonly record struct Parsed<T>(T Value, string? Problem)
{
    /// <summary>A value that could not be parsed.</summary>
    public static Parsed<T> Wrong(string problem) => new(default!, problem);
}

/// <summary>The kinds of values that agent.conf(5) knows, each with its way back to text. Pure; none of them throws.</summary>
public static class SettingValue
{
    private const int MostPaths = 1000;
    private const int MostMaps = 100;
    private const int LongestPath = 4095; // PATH_MAX less the terminating NUL (limits.h)

    /// <summary>The levels by name, least first.</summary>
    private static readonly (string Name, LogThreshold Level)[] Levels =
    [
        ("debug", LogThreshold.Debug), ("info", LogThreshold.Info), ("warning", LogThreshold.Warning), ("error", LogThreshold.Error),
    ];

    /// <summary>The units of a duration. <c>ms</c> is tried before <c>s</c>, of which it ends.</summary>
    private static readonly (string Suffix, long Milliseconds)[] Units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>A duration: a whole number and a unit, for example <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h</c>.</summary>
    public static Parsed<TimeSpan> Duration(string text, TimeSpan least, TimeSpan most)
    {
        foreach (var (suffix, milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) &&
                uint.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                // In milliseconds, because a TimeSpan of so many hours may not exist.
                var total = number * milliseconds;
                return total >= least.TotalMilliseconds && total <= most.TotalMilliseconds
                    ? new(TimeSpan.FromMilliseconds(total), null)
                    : Parsed<TimeSpan>.Wrong($"'{text}' is out of range: write {Print(least)} to {Print(most)}");
            }
        }

        return Parsed<TimeSpan>.Wrong($"'{text}' is not a duration: write a whole number and ms, s, m or h, for example 10s");
    }

    /// <summary>A duration in the largest unit that holds it without a fraction.</summary>
    public static string Print(TimeSpan value)
    {
        var total = (long)value.TotalMilliseconds;
        var (suffix, milliseconds) = Units.LastOrDefault(u => total >= u.Milliseconds && total % u.Milliseconds == 0, Units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{total / milliseconds}{suffix}");
    }

    /// <summary>Absolute paths, separated by commas. Nothing is resolved: the file system is not asked.</summary>
    public static Parsed<ImmutableArray<string>> Paths(string text)
    {
        var paths = ImmutableArray.CreateBuilder<string>();
        foreach (var path in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (path[0] != '/' || path.Length > LongestPath || path.Contains('\0'))
            {
                return Parsed<ImmutableArray<string>>.Wrong($"'{path}' is not an absolute path: write one that starts with /");
            }

            var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (steps.Length == 0 || steps.Any(s => s is "." or ".."))
            {
                return Parsed<ImmutableArray<string>>.Wrong($"'{path}' is not a path below a mount point: write it without . and ..");
            }

            paths.Add('/' + string.Join('/', steps));
        }

        return paths.Count <= MostPaths
            ? new([.. paths.Distinct()], null)
            : Parsed<ImmutableArray<string>>.Wrong($"{paths.Count} paths are too many: write at most {MostPaths}");
    }

    /// <summary>Paths as <see cref="Paths"/> reads them.</summary>
    public static string Print(ImmutableArray<string> value) => string.Join(", ", value);

    /// <summary>Findings not to report: <c>CODE[:SUBJECT]</c>, separated by commas. A code has no colon, and a subject may.</summary>
    public static Parsed<Silence> SilenceBySubject(string text)
    {
        var rules = ImmutableArray.CreateBuilder<SilenceRule>();
        foreach (var wish in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = wish.Split(':', 2, StringSplitOptions.TrimEntries);
            if (FindingCatalog.Find(parts[0]) is null)
            {
                return Parsed<Silence>.Wrong($"'{parts[0]}' is not a code: automount-agent findings lists them");
            }

            if (parts.Contains(""))
            {
                return Parsed<Silence>.Wrong($"'{wish}' has an empty part: write CODE or CODE:SUBJECT");
            }

            rules.Add(new SilenceRule(parts[0]) { Subject = parts.ElementAtOrDefault(1) });
        }

        return new(new Silence(rules.ToImmutable()), null);
    }

    /// <summary>Findings not to report: <c>CODE[:MAP[:KEY]]</c> of the link <c>map</c>, separated by commas.</summary>
    public static Parsed<Silence> Silence(string text)
    {
        var rules = ImmutableArray.CreateBuilder<SilenceRule>();
        foreach (var wish in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = wish.Split(':', 3, StringSplitOptions.TrimEntries);
            if (FindingCatalog.Find(parts[0]) is not { Link: Link.Map })
            {
                return Parsed<Silence>.Wrong($"'{parts[0]}' is not a code of the link map: automount-agent findings lists them; "
                    + "[findings] silence takes those of every link");
            }

            if (parts.Contains(""))
            {
                return Parsed<Silence>.Wrong($"'{wish}' has an empty part: write CODE, CODE:MAP or CODE:MAP:KEY");
            }

            rules.Add(new SilenceRule(parts[0], parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2)));
        }

        return new(new Silence(rules.ToImmutable()), null);
    }

    /// <summary>Wishes as <see cref="Silence"/> reads them.</summary>
    public static string Print(Silence value) => string.Join(", ", value.Rules);

    /// <summary>
    /// Names of maps, separated by commas, each with a pattern for its keys if not all are meant: <c>auto.home, auto.data:proj*</c>.
    /// </summary>
    public static Parsed<ImmutableArray<MapPattern>> Maps(string text)
    {
        var maps = ImmutableArray.CreateBuilder<MapPattern>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A direct map's keys are paths, and a key may hold a colon: the first one parts.
            var colon = word.IndexOf(':');
            var (map, key) = colon < 0 ? (word, "*") : (word[..colon].TrimEnd(), word[(colon + 1)..].TrimStart());
            if (map.Length == 0 || key.Length == 0 || word.Length > LongestPath || word.Any(c => char.IsControl(c) || c == ' '))
            {
                return Parsed<ImmutableArray<MapPattern>>.Wrong(
                    $"'{word}' is not a map: write MAP for all its keys, or MAP:KEYPATTERN, for example auto.data:proj*");
            }

            maps.Add(new(map, key));
        }

        return maps.Count <= MostMaps
            ? new([.. maps.Distinct()], null)
            : Parsed<ImmutableArray<MapPattern>>.Wrong($"{maps.Count} maps are too many: write at most {MostMaps}");
    }

    /// <summary>Maps as <see cref="Maps"/> reads them.</summary>
    public static string Print(ImmutableArray<MapPattern> value) => string.Join(", ", value);

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    public static Parsed<bool> Switch(string text) => text switch
    {
        "yes" => new(true, null),
        "no" => new(false, null),
        _ => Parsed<bool>.Wrong($"'{text}' is neither yes nor no: write one of them"),
    };

    /// <summary>A switch as <see cref="Switch"/> reads it.</summary>
    public static string Print(bool value) => value ? "yes" : "no";

    /// <summary>Whether a remedy is applied: <c>off</c>, <c>dry-run</c>, <c>on</c>.</summary>
    public static Parsed<RemedyMode> Remedy(string text) => text switch
    {
        "off" => new(RemedyMode.Off, null),
        "dry-run" => new(RemedyMode.DryRun, null),
        "on" => new(RemedyMode.On, null),
        _ => Parsed<RemedyMode>.Wrong($"'{text}' is not a mode of a remedy: write off, dry-run or on"),
    };

    /// <summary>A mode as <see cref="Remedy"/> reads it.</summary>
    public static string Print(RemedyMode value) => value switch
    {
        RemedyMode.Off => "off",
        RemedyMode.DryRun => "dry-run",
        _ => "on",
    };

    /// <summary>An address to listen on: <c>ADDRESS:PORT</c>, <c>[ADDRESS]:PORT</c> for IPv6, or <c>off</c> for nowhere.</summary>
    public static Parsed<IPEndPoint?> Listen(string text)
    {
        if (text == "off")
        {
            return new(null, null);
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 &&
            Address(text[..colon]) is { } address &&
            ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
                ? new(new IPEndPoint(address, port), null)
                : Parsed<IPEndPoint?>.Wrong(
                    $"'{text}' is not an address to listen on: write ADDRESS:PORT, [ADDRESS]:PORT for IPv6, or off");
    }

    /// <summary>An address as <see cref="Listen"/> reads it.</summary>
    public static string Print(IPEndPoint? value) => value?.ToString() ?? "off";

    /// <summary>A level: <c>debug</c>, <c>info</c>, <c>warning</c>, <c>error</c>.</summary>
    public static Parsed<LogThreshold> Level(string text)
    {
        foreach (var (name, level) in Levels)
        {
            if (name == text)
            {
                return new(level, null);
            }
        }

        return Parsed<LogThreshold>.Wrong($"'{text}' is not a level: write {string.Join(", ", Levels.Select(l => l.Name))}");
    }

    /// <summary>A level as <see cref="Level"/> reads it.</summary>
    public static string Print(LogThreshold value) => Levels.First(l => l.Level == value).Name;

    /// <summary>IPAddress.TryParse takes 1 for 0.0.0.1 and ::1 without brackets; both are typing errors here.</summary>
    private static IPAddress? Address(string text)
    {
        if (text is ['[', .., ']'])
        {
            return IPAddress.TryParse(text[1..^1], out var six) && six.AddressFamily == AddressFamily.InterNetworkV6 ? six : null;
        }

        return IPAddress.TryParse(text, out var four) && four.ToString() == text && !text.Contains(':') ? four : null;
    }
}
