using System.Globalization;

namespace Automount.Text;

/// <summary>Times for programs.</summary>
public static class Rfc3339
{
    /// <summary>A time in UTC, to the second: <c>2026-03-01T14:05:30Z</c> (RFC 3339).</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
