using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>
/// The findings of one kind in one map. Warnings and information are counted by habit, which is what entries with the same fault have in
/// common: what half of a map or more does is listed once, so that it hides nothing else.
/// </summary>
/// <param name="isError">Each error is listed where it is: an entry with one does not work.</param>
internal sealed class KindTally(bool isError)
{
    /// <summary>A map that has more habits has none.</summary>
    private const int MaxHabits = 64;

    /// <summary>Two entries may be alike by chance.</summary>
    private const int MinEntries = 3;

    private readonly OrderedDictionary<string, Tally> habits = new(StringComparer.Ordinal);

    /// <summary>How many the administrator silenced.</summary>
    public int Silenced { get; set; }

    /// <summary>The habit that was counted last: what is listed next belongs to it.</summary>
    public Tally Open { get; private set; } = new();

    /// <summary>The count of a habit.</summary>
    public Tally Of(string habit)
    {
        habit = isError || (habits.Count >= MaxHabits && !habits.ContainsKey(habit)) ? "" : habit;
        if (!habits.TryGetValue(habit, out var tally))
        {
            habits.Add(habit, tally = new Tally());
        }

        return Open = tally;
    }

    /// <summary>All of them together; those of habits come last, so that the last can say how many more there are.</summary>
    /// <param name="map">Name of the map.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="entries">How many entries the map has.</param>
    /// <param name="maxListed">How many entries are listed.</param>
    public ListedFindings Sum(string map, FindingKind kind, int entries, int maxListed)
    {
        var isAll = isError || maxListed == int.MaxValue;
        var ofHabits = habits.Values.Where(t => !isAll && IsHabit(t, entries)).ToList();
        var others = habits.Values.Except(ofHabits).SelectMany(t => t.Listed);
        others = habits.Count > 1 ? others.Take(Math.Max(maxListed - ofHabits.Count, 0)) : others;
        return new ListedFindings(
            map, kind, habits.Values.Sum(t => t.Faults), [.. others, .. ofHabits.SelectMany(t => t.Listed.Take(1))]);
    }

    private static bool IsHabit(Tally tally, int entries) => tally.Entries >= MinEntries && tally.Entries * 2 >= entries;

    /// <summary>The faults of one habit.</summary>
    internal sealed class Tally
    {
        private int ofEntry;
        private MapRecord? last;

        /// <summary>How many there are.</summary>
        public int Faults { get; private set; }

        /// <summary>How many entries have one.</summary>
        public int Entries { get; private set; }

        /// <summary>Those that are listed.</summary>
        public List<Finding> Listed { get; } = [];

        /// <summary>Counts a fault. Which entry it is of, and which of its faults, both from 1.</summary>
        public (int Entry, int Fault) Count(MapRecord? record)
        {
            Faults++;
            var isSame = record is not null && ReferenceEquals(record, last);
            (last, Entries, ofEntry) = isSame ? (last, Entries, ofEntry + 1) : (record, Entries + 1, 1);
            return (Entries, ofEntry);
        }
    }
}
