using Automount.Findings;
using Automount.Maps;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// Collects the findings about one map. A map may have a million entries with the same fault, and an entry thousands of them: of a code the
/// first few entries are listed, and of each the first few faults; all are counted. A message is made only for what is listed, so a rule
/// calls <see cref="ShouldList"/> first.
/// </summary>
/// <param name="map">Name of the map.</param>
/// <param name="file">The file that it was read from; null when there is none.</param>
/// <param name="root">Its mount point; null when it has none.</param>
/// <param name="entries">How many entries it has.</param>
/// <param name="maxListed">How many entries of one code are listed, and how many faults of one entry.</param>
/// <param name="silence">What is only counted.</param>
/// <param name="allowed">What comments of map files allow, and which of them were needed.</param>
/// <param name="ofMap">What comments allow for all of the map; null for nothing.</param>
/// <param name="isMaster">Whether it is the master map.</param>
internal sealed class FindingCollector(
    string map,
    string? file,
    string? root,
    int entries,
    int maxListed,
    Silence silence,
    AllowedFindings allowed,
    Allowance? ofMap,
    bool isMaster = false)
{
    /// <summary>More of a text is not quoted: an entry may have thousands of faults, and a megabyte.</summary>
    private const int MaxExcerpt = 2048;

    private readonly Dictionary<FindingKind, KindTally> tallies = new(ReferenceEqualityComparer.Instance);
    private readonly int maxOfWholeMap = maxListed == int.MaxValue ? int.MaxValue : 1;
    private (MapRecord? Record, string Value) masked;

    /// <summary>Name of the map, as it may stand in a message.</summary>
    public string Map { get; } = Escape(map);

    /// <summary>Text from outside as it may stand in a message: control characters escaped, at most 120 characters.</summary>
    public static string Escape(string text) => Printable.Escape(text, 120);

    /// <summary>Counts a finding. True when it is to be listed with <see cref="Add"/>.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about; null when it is about the map.</param>
    /// <param name="isOfWholeMap">It tends to be true of every entry of a map: one is listed, unless all are.</param>
    /// <param name="habit">What entries with the same fault have in common, an option for example.</param>
    public bool ShouldList(FindingKind kind, MapRecord? record, bool isOfWholeMap = false, string habit = "")
    {
        if (!tallies.TryGetValue(kind, out var tally))
        {
            tallies.Add(kind, tally = new KindTally(kind.Severity == Severity.Error));
        }

        if (allowed.Covers(kind.Code, record is null ? ofMap : record.Allowed) || silence.Covers(kind.Code, map, record?.Key))
        {
            tally.Silenced++;
            return false;
        }

        var (entry, fault) = tally.Of(habit).Count(record);
        return entry <= (isOfWholeMap ? maxOfWholeMap : maxListed) && fault <= maxListed;
    }

    /// <summary>Lists a finding about a key.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="column">Column in the key, from 1.</param>
    /// <param name="correction">The key as it should be; null when that is not known.</param>
    public void AddForKey(FindingKind kind, MapRecord record, string message, int column = 1, string? correction = null)
    {
        var excerpt = Around(record.Key, column);
        excerpt = excerpt with { Text = Credentials.Mask(excerpt.Text, record.Value) };
        List(kind, record, message, excerpt, -column, correction is null ? null : Remedies.Line(correction, record.Value));
    }

    /// <summary>Lists a finding about a value.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="column">Column in the value of the entry, from 1; 0 when the key is at fault.</param>
    /// <param name="correction">The value as it should be; null when that is not known.</param>
    /// <param name="remedy">What to do where there is no correction; null for what the kind says.</param>
    public void Add(FindingKind kind, MapRecord record, string message, int column, string? correction = null, string? remedy = null)
    {
        if (column == 0)
        {
            AddForKey(kind, record, message);
            return;
        }

        var line = correction is null ? null : Remedies.Line(record.Key, correction);
        List(kind, record, message, Around(Masked(record), column), column, line ?? remedy);
    }

    /// <summary>Counts and lists a finding about the map itself.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="dn">Distinguished name of the map.</param>
    public void AddForMap(FindingKind kind, string message, string? dn)
    {
        if (ShouldList(kind, null))
        {
            var source = new FindingSource(map, null, dn, file);
            tallies[kind].Open.Listed.Add(new Finding { Kind = kind, Subject = map, Message = message, Source = source, Root = root });
        }
    }

    /// <summary>The findings by code, in the order in which the codes were first met.</summary>
    public IEnumerable<ListedFindings> Findings() => tallies.Select(t => t.Value.Sum(map, t.Key, entries, maxListed));

    /// <summary>How many were silenced, by code.</summary>
    public IEnumerable<KeyValuePair<string, int>> Silenced() =>
        tallies.Where(t => t.Value.Silenced > 0).Select(t => KeyValuePair.Create(t.Key.Code, t.Value.Silenced));

    private void List(FindingKind kind, MapRecord record, string message, Excerpt excerpt, int fault, string? remedy)
    {
        tallies[kind].Open.Listed.Add(new Finding
        {
            Kind = kind,
            Subject = $"{map}:{record.Key}",
            Fault = fault,
            Message = Credentials.Mask(message, record.Value),
            Remedy = remedy,
            Source = RecordSource.Of(map, file, record),
            Excerpt = excerpt,
            Root = root ?? RootOf(record),
        });
    }

    private static Excerpt Around(string text, int column)
    {
        if (text.Length <= MaxExcerpt)
        {
            return new Excerpt(text, column);
        }

        var at = Math.Clamp(column - 1, 0, text.Length);
        var from = Math.Max(at - (MaxExcerpt / 2), 0);
        return new Excerpt(text[from..Math.Min(at + (MaxExcerpt / 2), text.Length)], at - from + 1);
    }

    /// <summary>The value without its passwords. An entry with many faults has one.</summary>
    private string Masked(MapRecord record)
    {
        if (!ReferenceEquals(record, masked.Record))
        {
            masked = (record, Credentials.Mask(record.Value));
        }

        return masked.Value;
    }

    /// <summary>An entry of the master map is a mount point itself; a direct map in it has none.</summary>
    private string? RootOf(MapRecord record) => isMaster && record.Key != MasterEntry.DirectMountPoint ? record.Key : null;
}
