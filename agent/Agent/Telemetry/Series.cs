using Automount.Text;

namespace AutomountAgent.Telemetry;

/// <summary>Keeps the number of series on the page bounded, whatever the maps say. Pure.</summary>
internal static class Series
{
    /// <summary>The most values of one label.</summary>
    public const int MaxValues = 1000;

    /// <summary>The label value that stands for all that are too many.</summary>
    public const string Other = "other";

    /// <summary>
    /// Orders values by name and combines those with the same name. Names are made printable first, because two that print alike would be
    /// one series twice, and Prometheus refuses such a page. What comes after the first <see cref="MaxValues"/> is combined into
    /// <see cref="Other"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, T> Bound<T>(IEnumerable<(string Name, T Value)> values, Func<T, T, T> combine)
    {
        var all = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            Add(all, Printable.Escape(name), value, combine);
        }

        if (all.Count <= MaxValues)
        {
            return all;
        }

        var bounded = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in all)
        {
            Add(bounded, bounded.Count < MaxValues ? name : Other, value, combine);
        }

        return bounded;
    }

    /// <summary>The label of a name: its own while it is known or there is room for one more, else <see cref="Other"/>.</summary>
    public static string Label<T>(IReadOnlyDictionary<string, T> known, string name, int max) =>
        known.ContainsKey(name) || known.Count < max ? name : Other;

    /// <summary>Adds two values of one series.</summary>
    public static double Sum(double a, double b) => a + b;

    /// <summary>A time as Prometheus writes it: seconds since 1970, to the millisecond.</summary>
    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static void Add<T>(SortedDictionary<string, T> into, string name, T value, Func<T, T, T> combine) =>
        into[name] = into.TryGetValue(name, out var there) ? combine(there, value) : value;
}
