namespace AutomountPackaging.Manifests;

/// <summary>
/// The automount maps that an LDIF file puts into a directory: enough to know which maps LDAP provides and what its master map mounts.
/// </summary>
internal static class LdifText
{
    /// <summary>Attributes and values of each entry, in order, folded lines joined.</summary>
    private static IEnumerable<List<(string Name, string Value, int Line)>> Records(EmbeddedText text)
    {
        var record = new List<(string Name, string Value, int Line)>();
        for (var line = 0; line <= text.Lines.Count; line++)
        {
            var content = line < text.Lines.Count ? text.Lines[line] : "";
            if (content.Length == 0)
            {
                if (record.Count > 0)
                {
                    yield return record;
                    record = [];
                }
            }
            else if (content[0] == ' ' && record.Count > 0)
            {
                // No name of a map is longer, and joining takes time.
                record[^1] = record[^1].Value.Length < 4096 ? record[^1] with { Value = record[^1].Value + content[1..] } : record[^1];
            }
            else if (content[0] != '#' && content.IndexOf(':') is > 0 and var at)
            {
                record.Add((content[..at].ToLowerInvariant(), content[(at + 1)..].Trim(), line));
            }
        }
    }

    /// <summary>Names of maps.</summary>
    public static IEnumerable<string> Maps(EmbeddedText text) =>
        from record in Records(text)
        where record.Any(a => a.Name == "objectclass" && a.Value.ToLowerInvariant() is "automountmap" or "nismap")
        from attribute in record
        where attribute.Name is "automountmapname" or "nismapname" or "ou"
        select attribute.Value;

    /// <summary>Entries of its master map.</summary>
    public static IEnumerable<MasterEntry> MasterEntries(EmbeddedText text) =>
        from record in Records(text)
        let dn = record.FirstOrDefault(a => a.Name == "dn").Value ?? ""
        where dn.Contains("=auto.master,", StringComparison.OrdinalIgnoreCase)
            || dn.Contains("=auto_master,", StringComparison.OrdinalIgnoreCase)
        let key = record.FirstOrDefault(a => a.Name is "automountkey" or "cn" && a.Value.StartsWith('/'))
        let map = record.FirstOrDefault(a => a.Name is "automountinformation" or "nismapentry")
        where key.Value is not null && map.Value is not null
        select new MasterEntry(key.Value.TrimEnd('/'), "ldap", map.Value, key.Line);
}
