using Automount.Findings;
using Automount.Maps;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// The findings about one map. A map may have a million entries with the same fault: the first few of a code are listed, the others are
/// counted, and a
/// message is made only for those that are listed. So a rule asks <see cref="Takes"/> first.
/// </summary>
/// <param name="map">Name of the map.</param>
/// <param name="file">The file that it was read from; null for none.</param>
/// <param name="root">Its mount point; null for none.</param>
/// <param name="listed">How many findings of one code are listed.</param>
/// <param name="silence">What is only counted.</param>
/// <param name="isMaster">Whether it is the master map.</param>
internal sealed class FindingSheet(string map, string? file, string? root, int listed, Silence silence, bool isMaster = false)
{
    private readonly Dictionary<FindingKind, Tally> tallies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Name of the map, as it may stand in a message.</summary>
    public string Map { get; } = Name(map);

    /// <summary>Text from outside as it may stand in a message.</summary>
    public static string Name(string text) => Printable.Escape(text, 120);

    /// <summary>Counts a finding, and says whether it is to be listed with <see cref="Add"/>.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="most">At most so many of the kind are listed: 1 for what tends to be said of every entry of a map.</param>
    public bool Takes(FindingKind kind, MapRecord? record, int most = int.MaxValue)
    {
        if (!tallies.TryGetValue(kind, out var tally))
        {
            tallies.Add(kind, tally = new Tally());
        }

        if (silence.Covers(kind.Code, map, record?.Key))
        {
            tally.Silenced++;
            return false;
        }

        return ++tally.Count <= Math.Min(listed, most);
    }

    /// <summary>Lists a finding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="column">Column in the value of the entry, from 1; 0 when the key is at fault.</param>
    /// <param name="keyColumn">Column in the key, from 1, when the key is at fault.</param>
    public void Add(FindingKind kind, MapRecord record, string message, int column = 0, int keyColumn = 1)
    {
        var (text, shown) = column > 0 ? (record.Value, column) : (record.Key, keyColumn);
        tallies[kind].Listed.Add(new Finding
        {
            Kind = kind,
            Subject = $"{map}:{record.Key}",
            Message = Credentials.Mask(message, record.Value),
            Source = new FindingSource(map, record.Key, record.Dn, record.Line > 0 ? record.File ?? file : null, record.Line > 0 ? record.Line : null),
            Excerpt = new Excerpt(Credentials.Mask(text, record.Value), shown),
            Root = root ?? RootOf(record),
        });
    }

    /// <summary>An entry of the master map is a mount point itself; a direct map in it has none.</summary>
    private string? RootOf(MapRecord record) => isMaster && record.Key != MasterEntry.DirectMountPoint ? record.Key : null;

    /// <summary>Counts and lists a finding about the map itself.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="dn">Distinguished name of the map.</param>
    public void Say(FindingKind kind, string message, string? dn)
    {
        if (Takes(kind, null))
        {
            tallies[kind].Listed.Add(new Finding { Kind = kind, Subject = map, Message = message, Source = new FindingSource(map, null, dn, file), Root = root });
        }
    }

    /// <summary>
    /// The findings in the order in which their codes were first met; the last of each code tells how many more there are.
    /// </summary>
    public IEnumerable<Finding> Findings() => tallies.Values.SelectMany(t => t.Findings());

    /// <summary>How many were silenced, by code.</summary>
    public IEnumerable<KeyValuePair<string, int>> Silenced() =>
        tallies.Where(t => t.Value.Silenced > 0).Select(t => KeyValuePair.Create(t.Key.Code, t.Value.Silenced));

    private sealed class Tally
    {
        public int Count { get; set; }

        public int Silenced { get; set; }

        public List<Finding> Listed { get; } = [];

        public IEnumerable<Finding> Findings() => Count <= Listed.Count
            ? Listed
            : Listed.SkipLast(1).Append(Listed[^1] with { Message = $"{Listed[^1].Message} (and {Count - Listed.Count} more entries like it)" });
    }
}
