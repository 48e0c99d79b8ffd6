using Automount.Maps;

namespace Automount.Lint;

/// <summary>Mount options of entries.</summary>
internal static class OptionRules
{
    /// <summary>Checks the options of each mount of an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Entry is null || entry.Entry.Mounts[0].Kind == MountKind.Null)
        {
            return;
        }

        var value = entry.Record.Value;
        OptionPlaces? places = null;
        foreach (var fault in entry.Map.Options.Of(entry.Entry))
        {
            if (IsMeant(fault, value) && findings.ShouldList(fault.Kind, entry.Record, fault.IsOfWholeMap, fault.Option))
            {
                places ??= new OptionPlaces(value);
                var at = places.Next(fault.Option);
                var message = $"{entry.Key} of {findings.Map}: {fault.Message}";
                findings.Add(fault.Kind, entry.Record, message, Math.Max(at, 0) + 1, places.Corrected(fault, at), fault.Remedy);
            }
        }
    }

    /// <summary>
    /// Options of an entry may override those of its map, and those of an offset both. An option contradicts only what is in the same word.
    /// </summary>
    private static bool IsMeant(OptionFault fault, string value)
    {
        if (fault.Other is null)
        {
            return true;
        }

        var (a, b) = (OptionPlaces.Find(value, fault.Option), OptionPlaces.Find(value, fault.Other));
        return a >= 0 && b >= 0 && value.AsSpan(Math.Min(a, b), Math.Abs(a - b)).IndexOfAny(' ', '\t') < 0;
    }
}
