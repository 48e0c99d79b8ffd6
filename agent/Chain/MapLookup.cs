using System.Collections.Immutable;
using AutomountAgent.Maps;

namespace AutomountAgent.Chain;

/// <summary>
/// Finds maps in the sources of the <c>automount:</c> line of nsswitch.conf as automount does (autofs: daemon/lookup.c). Of a master map the first source
/// that has it wins, and no other is read. Of any other map automount asks one source after the other for a key, so it is the sum of its sources, in
/// which the first that has a key, or a wildcard, wins.
/// </summary>
/// <param name="inputs">The copies.</param>
internal sealed class MapLookup(MapInputs inputs)
{
    /// <summary>Where automount looks for a map file that has no path.</summary>
    public const string Folder = "/etc/";

    /// <summary>automount's own limit is of this order; an include that leads back to itself must end.</summary>
    private const int MaxDepth = 16;

    /// <summary>The master map that automount applies, its includes put in their place; null when there is none, or none is known.</summary>
    public MapContent? Master() => inputs.MasterMap.StartsWith('/')
        ? inputs.Local.Find(inputs.MasterMap) is { } file ? Expand(file, isMaster: true, 0) : null
        : Master(inputs.MasterMap, null, 0);

    /// <summary>A map as the master map names it; null when no source has it.</summary>
    public MapContent? Map(string name, MapSource source) =>
        name.StartsWith('/') ? inputs.Local.Find(name) is { } file ? Expand(file, isMaster: false, 0) : null
        : source is MapSource.Sss or MapSource.Ldap ? Served(name)
        : source is MapSource.File ? Local(name)
        : Sum(name, null, 0);

    /// <summary>The copy of the source <c>sss</c>.</summary>
    public MapContent? Served(string name) => inputs.Served.FirstOrDefault(m => m.Name == name);

    private MapContent? Local(string name) => inputs.Local.Find(Folder + name) is { } file ? Expand(file, isMaster: false, 0) with { Name = name } : null;

    private MapContent? Master(string name, string? self, int depth)
    {
        foreach (var source in inputs.Sources)
        {
            if (source is "sss" or "ldap")
            {
                if (Served(name) is { } served)
                {
                    return served;
                }

                if (!inputs.IsServedComplete)
                {
                    return null; // Whether it is there cannot be told; automount tries again, and goes to no other source.
                }
            }
            else if (source == "files" && Folder + name != self && inputs.Local.Find(Folder + name) is { } file)
            {
                return Expand(file, isMaster: true, depth);
            }
        }

        return null;
    }

    private MapContent? Sum(string name, string? self, int depth)
    {
        MapContent? sum = null;
        foreach (var source in inputs.Sources)
        {
            var part = source switch
            {
                "sss" or "ldap" => Served(name),
                "files" when Folder + name != self && inputs.Local.Find(Folder + name) is { } file => Expand(file, isMaster: false, depth) with { Name = name },
                _ => null,
            };
            sum = sum is null ? part : part is null ? sum : Add(sum, part);
        }

        return sum;
    }

    private static MapContent Add(MapContent first, MapContent second)
    {
        var keys = first.Entries.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        return first with { Entries = first.Entries.AddRange(second.Entries.Where(e => !keys.Contains(e.Key))) };
    }

    /// <summary>Puts what a file includes in the place of the line that includes it.</summary>
    private MapContent Expand(MapContent file, bool isMaster, int depth)
    {
        if (file.Entries.All(e => !e.Key.StartsWith('+')))
        {
            return file;
        }

        var entries = ImmutableArray.CreateBuilder<MapRecord>(file.Entries.Length);
        foreach (var record in file.Entries)
        {
            if (!record.Key.StartsWith('+'))
            {
                entries.Add(record);
            }
            else if (depth < MaxDepth)
            {
                foreach (var included in Included(record.Key[1..], file.File, isMaster, depth + 1))
                {
                    entries.AddRange(included.Entries.Select(e => included.File is null || e.File is not null ? e : e with { File = included.File }));
                }
            }
        }

        return file with { Entries = entries.ToImmutable() };
    }

    private IEnumerable<MapContent> Included(string what, string? self, bool isMaster, int depth)
    {
        var (type, name) = what.IndexOf(':') is > 0 and var colon ? (what[..colon], what[(colon + 1)..]) : ("", what);
        if (type == "dir")
        {
            var folder = name.TrimEnd('/') + "/";
            return inputs.Local.Files
                .Where(f => f.File!.StartsWith(folder, StringComparison.Ordinal) && !f.File.AsSpan(folder.Length).Contains('/') && f.File.EndsWith(".autofs", StringComparison.Ordinal))
                .Select(f => Expand(f, isMaster, depth));
        }

        var found = type is "sss" or "ldap" ? Served(name)
            : name.StartsWith('/') ? name != self && inputs.Local.Find(name) is { } file ? Expand(file, isMaster, depth) : null
            : type == "file" ? inputs.Local.Find(Folder + name) is { } local && local.File != self ? Expand(local, isMaster, depth) : null
            : isMaster ? Master(name, self, depth)
            : Sum(name, self, depth);
        return found is null ? [] : [found];
    }
}
