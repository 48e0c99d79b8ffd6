using Automount.Lint;
using Automount.Findings;
using Automount.Maps;

namespace AutomountAgent.Validate.Diff;

/// <summary>The entries of a map by key: of equal keys the first counts.</summary>
internal sealed class KeyIndex
{
    private readonly MapContent map;
    private readonly Dictionary<string, MapRecord> byKey;

    /// <summary>The entries of a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="isDirect">Keys are paths: no wildcard answers for others.</param>
    public KeyIndex(MapContent map, bool isDirect)
    {
        this.map = map;
        byKey = new Dictionary<string, MapRecord>(map.Entries.Length, StringComparer.Ordinal);
        foreach (var record in map.Entries)
        {
            byKey.TryAdd(record.Key, record);
        }

        Wildcard = isDirect ? null : byKey.GetValueOrDefault("/") ?? byKey.GetValueOrDefault("*");
    }

    /// <summary>The entry that answers for all other keys; null for none.</summary>
    public MapRecord? Wildcard { get; }

    /// <summary>The entries, each key once, in the order of the map.</summary>
    public IEnumerable<MapRecord> Records => byKey.Values;

    /// <summary>The entry of exactly this key.</summary>
    public MapRecord? Find(string key) => byKey.GetValueOrDefault(key);

    /// <summary>Where an entry stands.</summary>
    public FindingSource SourceOf(MapRecord record) => RecordSource.Of(map.Name, map.File, record);
}
