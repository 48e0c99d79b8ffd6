using Automount.Text;

namespace Automount.Lint;

/// <summary>Remedies that are the line as it should be.</summary>
internal static class Remedies
{
    /// <summary>A longer line is not easier to read than the message.</summary>
    private const int MaxLine = 200;

    /// <summary>Says to write an entry so; null when it is too long, or has a password, which is not shown.</summary>
    public static string? Line(string key, string value) =>
        key.Length + value.Length <= MaxLine && !Credentials.HasPassword(value)
            ? $"Write: {Printable.Escape(key, MaxLine)} {Printable.Escape(value, MaxLine)}"
            : null;

    /// <summary>A value with other words at a place.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">The place, from 0.</param>
    /// <param name="length">How much is replaced.</param>
    /// <param name="by">By what.</param>
    public static string Replaced(string value, int at, int length, string by) => $"{value.AsSpan(0, at)}{by}{value.AsSpan(at + length)}";
}
