using Automount.Findings;
using Automount.Maps;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// Collects the findings about one map. A map may have a million entries with the same fault: the first few of a code are listed, the
/// others are counted, and a message is made only for those that are listed. So a rule calls <see cref="ShouldList"/> first.
/// </summary>
/// <param name="map">Name of the map.</param>
/// <param name="file">The file that it was read from; null when there is none.</param>
/// <param name="root">Its mount point; null when it has none.</param>
/// <param name="maxListed">How many findings of one code are listed.</param>
/// <param name="silence">What is only counted.</param>
/// <param name="isMaster">Whether it is the master map.</param>
internal sealed class FindingCollector(string map, string? file, string? root, int maxListed, Silence silence, bool isMaster = false)
{
    private readonly Dictionary<FindingKind, Tally> tallies = new(ReferenceEqualityComparer.Instance);

    /// <summary>Name of the map, as it may stand in a message.</summary>
    public string Map { get; } = Escape(map);

    /// <summary>Text from outside as it may stand in a message: control characters escaped, at most 120 characters.</summary>
    public static string Escape(string text) => Printable.Escape(text, 120);

    /// <summary>Counts a finding. True when it is to be listed with <see cref="Add"/>.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about; null when it is about the map.</param>
    /// <param name="maxOfKind">At most this many of the kind are listed: 1 for what tends to be true of every entry of a map.</param>
    public bool ShouldList(FindingKind kind, MapRecord? record, int maxOfKind = int.MaxValue)
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

        return ++tally.Count <= Math.Min(maxListed, maxOfKind);
    }

    /// <summary>Lists a finding about a key.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="column">Column in the key, from 1.</param>
    public void AddForKey(FindingKind kind, MapRecord record, string message, int column = 1) =>
        List(kind, record, message, record.Key, column);

    /// <summary>Lists a finding about a value.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="record">The entry it is about.</param>
    /// <param name="message">One sentence, control characters escaped.</param>
    /// <param name="column">Column in the value of the entry, from 1; 0 when the key is at fault.</param>
    public void Add(FindingKind kind, MapRecord record, string message, int column)
    {
        if (column == 0)
        {
            AddForKey(kind, record, message);
            return;
        }

        List(kind, record, message, record.Value, column);
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
            tallies[kind].Listed.Add(new Finding { Kind = kind, Subject = map, Message = message, Source = source, Root = root });
        }
    }

    /// <summary>
    /// The findings in the order in which their codes were first met; the last of each code states how many more there are.
    /// </summary>
    public IEnumerable<Finding> Findings() => tallies.Values.SelectMany(t => t.Findings());

    /// <summary>How many were silenced, by code.</summary>
    public IEnumerable<KeyValuePair<string, int>> Silenced() =>
        tallies.Where(t => t.Value.Silenced > 0).Select(t => KeyValuePair.Create(t.Key.Code, t.Value.Silenced));

    private void List(FindingKind kind, MapRecord record, string message, string excerpt, int column)
    {
        tallies[kind].Listed.Add(new Finding
        {
            Kind = kind,
            Subject = $"{map}:{record.Key}",
            Message = Credentials.Mask(message, record.Value),
            Source = SourceOf(record),
            Excerpt = new Excerpt(Credentials.Mask(excerpt, record.Value), column),
            Root = root ?? RootOf(record),
        });
    }

    /// <summary>An entry of the master map is a mount point itself; a direct map in it has none.</summary>
    private string? RootOf(MapRecord record) => isMaster && record.Key != MasterEntry.DirectMountPoint ? record.Key : null;

    private FindingSource SourceOf(MapRecord record) => record.Line > 0
        ? new FindingSource(map, record.Key, record.Dn, record.File ?? file, record.Line)
        : new FindingSource(map, record.Key, record.Dn);

    private sealed class Tally
    {
        public int Count { get; set; }

        public int Silenced { get; set; }

        public List<Finding> Listed { get; } = [];

        public IEnumerable<Finding> Findings()
        {
            if (Count <= Listed.Count)
            {
                return Listed;
            }

            var last = Listed[^1];
            return Listed.SkipLast(1).Append(last with { Message = $"{last.Message} (and {Count - Listed.Count} more entries like it)" });
        }
    }
}
