using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>
/// Finds maps in the sources of the <c>automount:</c> line of nsswitch.conf as automount 5.1.9 does (autofs: daemon/lookup.c,
/// modules/lookup_file.c). Of a master
/// map the first source that has it wins, and no other is read, unless <c>[SUCCESS=continue]</c> says so. Of any other map automount asks
/// one source after the
/// other for a key, so it is the sum of its sources, in which the first that has a key, or a wildcard, wins.
/// </summary>
/// <param name="inputs">The copies.</param>
public sealed class MapLookup(MapInputs inputs)
{
    /// <summary>Where automount looks for a map file that has no path.</summary>
    public const string Folder = "/etc/";

    /// <summary>automount's own limit; an include that leads back to itself must end.</summary>
    private const int MaxDepth = 16;

    /// <summary>
    /// The name that automount tries where there is no master map of the usual name (autofs: daemon/lookup.c); null when it tries none.
    /// </summary>
    public static string? OtherMaster(string name, bool isNamed) =>
        !isNamed && !name.StartsWith('/') && name.IndexOf('.') is >= 0 and var dot ? $"{name[..dot]}_{name[(dot + 1)..]}" : null;

    /// <summary>
    /// The master map that automount applies, its includes put in their place; null when there is none, or none is known.
    /// </summary>
    public MapContent? Master() => inputs.MasterMap.StartsWith('/')
        ? inputs.Local.Find(inputs.MasterMap) is { } file ? Expand(file, isMaster: true, 0) : null
        : Master(inputs.MasterMap, isSelf: false, 0);

    /// <summary>A map as the master map names it; null when no source has it.</summary>
    public MapContent? Map(string name, MapSource source) =>
        name.StartsWith('/') ? inputs.Local.Find(name) is { } file ? Expand(file, isMaster: false, 0) : null
        : source is MapSource.Sss or MapSource.Ldap ? Served(name)
        : source is MapSource.File ? Local(name, 0)
        : Sum(name, isSelf: false, 0);

    /// <summary>The copy of the source <c>sss</c>.</summary>
    public MapContent? Served(string name) => inputs.Served.FirstOrDefault(m => m.Name == name);

    private MapContent? Local(string name, int depth) =>
        inputs.Local.Find(Folder + name) is { } file ? Expand(file, isMaster: false, depth) with { Name = name } : null;

    private MapContent? Master(string name, bool isSelf, int depth)
    {
        MapContent? sum = null;
        foreach (var source in inputs.Sources)
        {
            var (part, answer) = MasterOf(source, name, isSelf, depth);
            if (part is null && depth == 0 && OtherMaster(name, inputs.IsMasterNamed) is { } other && MasterOf(source, other, isSelf, depth) is { Part: { } found })
            {
                (name, part, answer) = (other, found, NssStatus.Success); // From here on it has this name.
            }

            if (answer == NssStatus.Unavailable)
            {
                return sum; // Whether it is there cannot be told: automount tries again.
            }

            sum = sum is null || part is null ? sum ?? part : sum with { Entries = [.. sum.Entries, .. Placed(part)] };

            // Actions for what is not found do not count here: automount always goes on to the next source.
            if (answer == NssStatus.Success && source.Ends(answer))
            {
                return sum;
            }
        }

        return sum;
    }

    private (MapContent? Part, NssStatus Answer) MasterOf(NssSource source, string name, bool isSelf, int depth)
    {
        // sssd says of an empty map that there is none.
        var part = source.IsServed ? Served(name) is { Entries.IsEmpty: false } served ? served : null
            : source.Name == "files" && !isSelf && inputs.Local.Find(Folder + name) is { } file ? Expand(file, isMaster: true, depth)
            : null;
        return (part, part is not null ? NssStatus.Success : source.IsServed && !inputs.IsServedComplete ? NssStatus.Unavailable : NssStatus.NotFound);
    }

    private MapContent? Sum(string name, bool isSelf, int depth)
    {
        MapContent? sum = null;
        foreach (var source in inputs.Sources)
        {
            var part = source.IsServed ? Served(name) : source.Name == "files" && !isSelf ? Local(name, depth) : null;
            sum = sum is null ? part : part is null ? sum : Add(sum, part);

            // What a source does not have, key or map, is not looked for any further when its actions say so.
            var isKnown = part is not null || !source.IsServed || inputs.IsServedComplete;
            if ((source.IsServed || source.Name == "files") && !(isSelf && source.Name == "files") && source.Ends(isKnown ? NssStatus.NotFound : NssStatus.Unavailable))
            {
                break;
            }
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
                foreach (var included in Included(record.Key[1..], file.File!, isMaster, depth + 1))
                {
                    entries.AddRange(Placed(included));
                }
            }
        }

        return file with { Entries = entries.ToImmutable() };
    }

    /// <summary>The entries of a part, each with its file.</summary>
    private static IEnumerable<MapRecord> Placed(MapContent part) => part.Entries.Select(e => part.File is null || e.File is not null ? e : e with { File = part.File });

    /// <summary>
    /// A file that includes its own name means the next source. What has a path is the file itself when the paths are equal; of any other
    /// name the last part
    /// counts, so that <c>/etc/site/auto.home</c> with <c>+auto.home</c> leaves out <c>/etc/auto.home</c> as well.
    /// </summary>
    private static bool IsSelf(string what, string file) =>
        what.StartsWith('/') ? what == file : what[(what.LastIndexOf('/') + 1)..] == file[(file.LastIndexOf('/') + 1)..];

    private IEnumerable<MapContent> Included(string what, string file, bool isMaster, int depth)
    {
        var (type, name) = what.IndexOf(':') is > 0 and var colon ? (what[..colon], what[(colon + 1)..]) : ("", what);
        var isSelf = IsSelf(what, file);
        if (type == "dir")
        {
            var folder = name.TrimEnd('/') + "/";
            return !isMaster || isSelf ? [] : inputs.Local.Files
                .Where(f => f.File!.StartsWith(folder, StringComparison.Ordinal) && !f.File.AsSpan(folder.Length).Contains('/') && f.File.EndsWith(".autofs", StringComparison.Ordinal))
                .OrderBy(f => f.File![folder.Length..], VersionOrder.Instance)
                .Select(f => Expand(f, isMaster, depth));
        }

        var found = type is "sss" or "ldap" ? Served(name)
            : name.StartsWith('/') ? !isSelf && inputs.Local.Find(name) is { } other ? Expand(other, isMaster, depth) : null
            : type == "file" ? isMaster || isSelf ? null : Local(name, depth) // In a master map automount takes a file by its path only.
            : isMaster ? Master(name, isSelf, depth)
            : Sum(name, isSelf, depth);
        return found is null ? [] : [found];
    }
}
