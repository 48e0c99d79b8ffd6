using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Where an entry of a map stands.</summary>
public static class RecordSource
{
    /// <summary>The place in its file where the entry was read from one, else its DN.</summary>
    /// <param name="map">Name of the map.</param>
    /// <param name="file">File of the map, for an entry that does not name its own; null when there is none.</param>
    /// <param name="record">The entry.</param>
    public static FindingSource Of(string map, string? file, MapRecord record) => record.Line > 0
        ? new FindingSource(map, record.Key, record.Dn, record.File ?? file, record.Line)
        : new FindingSource(map, record.Key, record.Dn);
}
