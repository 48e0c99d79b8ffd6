using System.Globalization;

namespace AutomountAgent.Output;

/// <summary>Times as they are printed.</summary>
internal static class Times
{
    /// <summary>RFC 3339 in UTC, to the second: for programs.</summary>
    public static string Rfc3339(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>For people, in the time zone of <paramref name="now"/>: the clock when it was the same day, else the day too.</summary>
    public static string Short(DateTimeOffset time, DateTimeOffset now)
    {
        var local = time.ToOffset(now.Offset);
        return local.ToString(local.Date == now.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
