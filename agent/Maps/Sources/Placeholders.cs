namespace Automount.Maps.Sources;

/// <summary>
/// Parses entries with a stand-in for what is known only when a user comes: the key of a wildcard, and variables such as <c>$USER</c>. Few
/// entries need it; the others are taken as they were parsed.
/// </summary>
internal static class Placeholders
{
    /// <summary>Stands for a key or a variable. Letters and digits, so that it may stand in a host name.</summary>
    public const string Unresolved = "0unresolved0";

    /// <summary>The context of a map in which variables that nobody knows have the stand-in as their value.</summary>
    public static EntryContext Context(MapUse use) => use.Context with { UnknownVariable = Unresolved };

    /// <summary>The entry with the stand-in in place of what is not known; null when automount cannot parse it.</summary>
    public static MapEntry? Entry(in ParsedEntry entry, EntryContext context)
    {
        var record = entry.Record;
        var dependsOnKey = record.IsWildcard && record.Value.Contains('&');
        if (!dependsOnKey && !record.Value.Contains('$'))
        {
            return entry.Entry;
        }

        return EntryParser.Parse(record.IsWildcard ? Unresolved : record.Key, record.Value, context).Entry;
    }
}
