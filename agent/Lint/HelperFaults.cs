using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// Options that the helpers of other file systems refuse. Their lists grow with each release, so a name counts as wrong only when it is
/// nearly that of an option which they have.
/// </summary>
internal static class HelperFaults
{
    /// <summary>Comparing a name with all others takes time: no entry that is in use has this many that its helper does not know.</summary>
    private const int MaxCompared = 8;

    /// <summary>Checks the options of a mount.</summary>
    /// <param name="type">The file system type.</param>
    /// <param name="text">The options.</param>
    public static IEnumerable<OptionFault> Of(string type, OptionText text)
    {
        if (HelperOptionTable.Of(type) is not { } table)
        {
            yield break;
        }

        var compared = 0;
        foreach (var option in text.All)
        {
            var equals = option.IndexOf('=');
            var (name, value) = equals < 0 ? (option, "") : (option[..equals], option[(equals + 1)..]);
            if (table.Values.TryGetValue(name, out var values) && !values.Contains(value))
            {
                yield return new OptionFault(MapOptionFindings.BadOptionValue, option,
                    $"the value of {EntryError.Quote(option)} is wrong: it must be one of {string.Join(", ", values)}");
            }
            else if (table.MayBeWrong(name) && compared++ < MaxCompared && table.Nearest(name) is { } near)
            {
                yield return new OptionFault(MapOptionFindings.UnknownOption, option,
                    $"mount.{table.Helper} knows no option {EntryError.Quote(option)}")
                {
                    Better = near + option[name.Length..],
                };
            }
        }
    }
}
