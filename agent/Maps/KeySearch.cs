namespace Automount.Maps;

/// <summary>Finds the entry of an indirect map that answers for a key, as automount does.</summary>
public static class KeySearch
{
    /// <summary>The entry: that of the key, else that of <c>/</c>, else that of <c>*</c>; null when the map has none of them.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The name that is asked for.</param>
    public static MapRecord? Find(MapContent map, string key)
    {
        MapRecord? slash = null, star = null;
        foreach (var record in map.Entries)
        {
            // The wildcard of an included file answers before what follows the include.
            if (star?.File is { } included && record.File != included)
            {
                return star;
            }

            if (record.Key == key)
            {
                return record;
            }

            slash ??= record.Key == "/" ? record : null;
            star ??= record.Key == "*" ? record : null;
        }

        return slash ?? star;
    }
}
