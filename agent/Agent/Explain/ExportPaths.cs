using Automount.Maps;
using AutomountAgent.Derive;

namespace AutomountAgent.Explain;

/// <summary>Where on the node an export is mounted, or would be. Pure.</summary>
internal static class ExportPaths
{
    /// <summary>
    /// The mount point of <c>host:/path</c>: that of the mount table, then that of the maps. Null when neither has it. Linear in the
    /// number of entries; only those that name the host are parsed.
    /// </summary>
    public static string? Find(NodeState state, string host, string path)
    {
        var mounted = state.Mounts?.Seen?.Nfs.FirstOrDefault(
            mount => (mount.Server == host || mount.Host == host) && mount.Source.EndsWith($":{path}", StringComparison.Ordinal));
        return mounted?.MountPoint ?? Candidates(state, host, path).FirstOrDefault(point => Mounts(state, point, host, path));
    }

    /// <summary>The keys whose entry names the host; for a wildcard the key is the last name of the path.</summary>
    private static IEnumerable<string> Candidates(NodeState state, string host, string path) =>
        from root in state.Maps.Master.Effective()
        from map in root.Maps
        from record in state.Maps.Find(map.Map)?.Entries ?? []
        where record.Value.Contains(host, StringComparison.OrdinalIgnoreCase)
        let key = record.Key == "*" ? path[(path.LastIndexOf('/') + 1)..] : record.Key
        where MayName(record.Value, key, path)
        select Point(root, key);

    /// <summary>
    /// Whether an entry may name the path: a whole entry costs much to parse, and any user may ask. One with variables, quotes or escapes
    /// may.
    /// </summary>
    private static bool MayName(string value, string key, string path)
    {
        if (value.AsSpan().ContainsAny('$', '\\', '"'))
        {
            return true;
        }

        var named = value.Replace("&", key, StringComparison.Ordinal);
        var location = $":{path}";
        for (var at = 0; (at = named.IndexOf(location, at, StringComparison.Ordinal)) >= 0; at += location.Length)
        {
            if (named.AsSpan(at + location.Length).TrimStart('/') is [] or [' ' or '\t', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static string Point(MasterEntry root, string key) => key.StartsWith('/') ? key : MountPath.Join(root.MountPoint, "/" + key);

    private static bool Mounts(NodeState state, string point, string host, string path) =>
        state.Maps.Resolve(point).Mount is { } mount && mount.Locations.Any(l => l.Path == path && l.Hosts.Any(h => h.Name == host));
}
