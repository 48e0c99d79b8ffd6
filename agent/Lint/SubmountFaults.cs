using System.Globalization;
using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Options of a submount that automount itself reads (<see cref="SubmountOptions"/>). Those that it hands on to the entries of the other
/// map are judged with that map (<see cref="SubmountRules"/>).
/// </summary>
internal static class SubmountFaults
{
    /// <summary>Checks the options of an entry that is a submount.</summary>
    /// <param name="options">The options.</param>
    public static IEnumerable<OptionFault> Of(string options)
    {
        foreach (var option in options.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isOld = option.StartsWith("--", StringComparison.Ordinal);
            if (isOld && !option.StartsWith("--timeout=", StringComparison.Ordinal) && !option.EndsWith("slashify-colons"))
            {
                yield return new OptionFault(MapOptionFindings.IgnoredOption, option,
                    $"automount knows no option {EntryError.Quote(option)} of a submount, and leaves it out");
            }

            if (option.StartsWith("timeout=", StringComparison.Ordinal) && !IsNumber(option.AsSpan("timeout=".Length)))
            {
                yield return new OptionFault(MapOptionFindings.IgnoredOption, option,
                    $"{EntryError.Quote(option)} is no number of seconds: automount leaves it out");
            }
        }
    }

    /// <summary>As sscanf(3) reads one: what follows the digits does not count.</summary>
    private static bool IsNumber(ReadOnlySpan<char> value) =>
        value.Length > 0 && uint.TryParse(value[..1], NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
