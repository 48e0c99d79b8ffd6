using System.Globalization;

namespace AutomountAgent.Output;

/// <summary>Times as they are printed for people; those for programs are <see cref="Automount.Text.Rfc3339"/>.</summary>
internal static class Times
{
    /// <summary>For people, in the time zone of <paramref name="now"/>: the clock when it was the same day, else the day too.</summary>
    public static string Short(DateTimeOffset time, DateTimeOffset now)
    {
        var local = time.ToOffset(now.Offset);
        return local.ToString(local.Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>For people, in the time zone of <paramref name="now"/>: day and clock, to the second.</summary>
    public static string Full(DateTimeOffset time, DateTimeOffset now) =>
        time.ToOffset(now.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long something took, in its two largest units: <c>3 d 4 h</c>, <c>12 min 5 s</c>, <c>0 s</c>.</summary>
    public static string Span(TimeSpan time)
    {
        (int Number, string Unit)[] parts = [((int)time.TotalDays, "d"), (time.Hours, "h"), (time.Minutes, "min"), (time.Seconds, "s")];
        var largest = parts.SkipWhile(part => part.Number <= 0).Take(2).Where(part => part.Number > 0);
        var text = string.Join(' ', largest.Select(part => $"{part.Number} {part.Unit}"));
        return text.Length > 0 ? text : "0 s";
    }
}
