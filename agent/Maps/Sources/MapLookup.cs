using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>
/// Finds maps in the sources of the <c>automount:</c> line of nsswitch.conf as automount 5.1.9 does (autofs: daemon/lookup.c,
/// modules/lookup_file.c). Of a master map the first source that has it wins, and no other is read, unless <c>[SUCCESS=continue]</c>
/// is set. Of any other map automount asks one source after the other for a key, so it is the sum of its sources, in which the first
/// that has a key, or a wildcard, wins.
/// </summary>
/// <param name="inputs">The copies.</param>
public sealed class MapLookup(MapInputs inputs)
{
    /// <summary>Where automount looks for a map file that has no path.</summary>
    public const string Folder = "/etc/";

    /// <summary>automount's own limit; an include that leads back to itself must end.</summary>
    private const int MaxDepth = 16;

    private readonly Dictionary<string, MapContent> served = ByName(inputs.Served, map => map.Name);
    private readonly Dictionary<string, MapContent> files = ByName(inputs.Local.Files, map => map.Name);

    /// <summary>
    /// The name that automount tries where there is no master map of the usual name (autofs: daemon/lookup.c); null when it tries none.
    /// </summary>
    public static string? OtherMaster(string name, bool isNamed) =>
        !isNamed && !name.StartsWith('/') && name.IndexOf('.') is >= 0 and var dot ? $"{name[..dot]}_{name[(dot + 1)..]}" : null;

    /// <summary>
    /// The master map that automount applies, its includes put in their place; null when there is none, or none is known.
    /// </summary>
    public MapContent? Master()
    {
        var isFile = inputs.MasterMap.StartsWith('/') || files.ContainsKey(inputs.MasterMap);
        var master = isFile ? File(inputs.MasterMap, isMaster: true) : Master(inputs.MasterMap, isSelf: false, 0);
        foreach (var further in inputs.FurtherMasters.Select(path => File(path, isMaster: true)).OfType<MapContent>())
        {
            master = master is null ? further : Joined(master, further);
        }

        return master;
    }

    /// <summary>A file, its includes put in their place; null when it is not among the files.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="isMaster">Whether it is read as a master map.</param>
    public MapContent? File(string path, bool isMaster) => ExpandFile(path, isMaster, 0);

    /// <summary>A map as the master map names it; null when no source has it.</summary>
    public MapContent? Map(string name, MapSource source)
    {
        if (name.StartsWith('/'))
        {
            return ExpandFile(name, isMaster: false, 0);
        }

        return source switch
        {
            MapSource.Sss or MapSource.Ldap => Served(name),
            MapSource.File => Local(name, 0),
            _ => Sum(name, isSelf: false, 0),
        };
    }

    /// <summary>The copy of the source <c>sss</c>.</summary>
    public MapContent? Served(string name) => served.GetValueOrDefault(name);

    private static Dictionary<string, MapContent> ByName(ImmutableArray<MapContent> maps, Func<MapContent, string> name) =>
        maps.DistinctBy(name).ToDictionary(name, StringComparer.Ordinal);

    /// <summary>automount refuses a path that is not absolute ("relative path invalid in files map name").</summary>
    private MapContent? Local(string name, int depth) =>
        !name.Contains('/') && ExpandFile(Folder + name, isMaster: false, depth) is { } file ? file with { Name = name } : null;

    private MapContent? Master(string name, bool isSelf, int depth)
    {
        MapContent? sum = null;
        foreach (var source in inputs.Sources)
        {
            var (part, answer) = MasterOf(source, name, isSelf, depth);
            if (part is null && depth == 0 && OtherMaster(name, inputs.IsMasterNamed) is { } other)
            {
                var (found, foundAnswer) = MasterOf(source, other, isSelf, depth);
                (name, part, answer) = found is null ? (name, part, answer) : (other, found, foundAnswer); // From here on it has this name.
            }

            if (answer == NssStatus.Unavailable)
            {
                return sum; // Whether the map is there is not known: automount tries again.
            }

            if (part is not null)
            {
                sum = sum is null ? part : Joined(sum, part);
            }

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
        var part = source switch
        {
            { IsServed: true } => NotEmpty(Served(name)),
            { IsFiles: true } when !isSelf => ExpandFile(Folder + name, isMaster: true, depth),
            _ => null,
        };
        if (part is not null)
        {
            return (part, NssStatus.Success);
        }

        return (null, source.IsServed && !inputs.IsServedComplete ? NssStatus.Unavailable : NssStatus.NotFound);
    }

    /// <summary>sssd does not answer for an empty map.</summary>
    private static MapContent? NotEmpty(MapContent? served) => served is { Entries.IsEmpty: false } ? served : null;

    private MapContent? Sum(string name, bool isSelf, int depth)
    {
        MapContent? sum = null;
        foreach (var source in inputs.Sources)
        {
            if (!source.IsServed && (!source.IsFiles || isSelf))
            {
                continue;
            }

            var part = source.IsServed ? Served(name) : Local(name, depth);
            if (part is not null)
            {
                sum = sum is null ? part : Add(sum, part);
            }

            // Map or key: what a source does not have is not searched any further when the actions of the source end the search.
            var isKnown = part is not null || !source.IsServed || inputs.IsServedComplete;
            if (source.Ends(isKnown ? NssStatus.NotFound : NssStatus.Unavailable))
            {
                break;
            }
        }

        return sum;
    }

    private static MapContent Add(MapContent first, MapContent second)
    {
        var keys = first.Entries.Select(e => e.Key).ToHashSet(StringComparer.Ordinal);
        return first with
        {
            Entries = first.Entries.AddRange(second.Entries.Where(e => !keys.Contains(e.Key))),
            Allows = [.. first.Allows, .. AllowsOf(second)],
        };
    }

    private MapContent? ExpandFile(string path, bool isMaster, int depth) =>
        files.GetValueOrDefault(path) is { } file ? Expand(file, isMaster, depth) : null;

    /// <summary>Puts what a file includes in the place of the line that includes it.</summary>
    private MapContent Expand(MapContent file, bool isMaster, int depth)
    {
        if (file.Entries.All(e => !e.Key.StartsWith('+')))
        {
            return file;
        }

        var entries = ImmutableArray.CreateBuilder<MapRecord>(file.Entries.Length);
        var dropped = file.Dropped.ToBuilder();
        var allows = file.Allows.ToBuilder();
        foreach (var record in file.Entries)
        {
            if (!record.Key.StartsWith('+'))
            {
                entries.Add(record);
            }
            else if (depth < MaxDepth)
            {
                foreach (var included in Included(record.Key[1..], file.Name, isMaster, depth + 1).Where(i => !IsOneFile(i, file)))
                {
                    entries.AddRange(Placed(included));
                    dropped.AddRange(PlacedDropped(included));
                    allows.AddRange(AllowsOf(included));
                }
            }
        }

        return file with { Entries = entries.ToImmutable(), Dropped = dropped.ToImmutable(), Allows = allows.ToImmutable() };
    }

    /// <summary>Two names of one file, as <c>/etc/auto.master</c> and the path by which the same file was given.</summary>
    private static bool IsOneFile(MapContent a, MapContent b) => a.File is not null && a.File == b.File;

    private static MapContent Joined(MapContent first, MapContent second) => first with
    {
        Entries = [.. first.Entries, .. Placed(second)],
        Dropped = [.. first.Dropped, .. PlacedDropped(second)],
        Allows = [.. first.Allows, .. AllowsOf(second)],
    };

    /// <summary>The entries of a part, each with its file.</summary>
    private static IEnumerable<MapRecord> Placed(MapContent part) =>
        part.File is null ? part.Entries : part.Entries.Select(e => e.File is null ? e with { File = part.File } : e);

    private static IEnumerable<DroppedRecord> PlacedDropped(MapContent part) => part.Dropped
        .Select(d => d with { Record = d.Record.File is null ? d.Record with { File = part.File } : d.Record });

    /// <summary>The comments of a part that allow findings, each with its file.</summary>
    private static IEnumerable<AllowComment> AllowsOf(MapContent part) =>
        part.Allows.Select(allow => allow with { File = allow.File ?? part.File });

    /// <summary>
    /// A file that includes its own name means the next source. What has a path is the file itself when the paths are equal; of any other
    /// name the last part counts, so that <c>/etc/site/auto.home</c> with <c>+auto.home</c> leaves out <c>/etc/auto.home</c> as well.
    /// </summary>
    private static bool IsSelf(string what, string file) =>
        what.StartsWith('/') ? what == file : what[(what.LastIndexOf('/') + 1)..] == file[(file.LastIndexOf('/') + 1)..];

    private IEnumerable<MapContent> Included(string what, string file, bool isMaster, int depth)
    {
        var colon = what.IndexOf(':');
        var (type, name) = colon > 0 ? (what[..colon], what[(colon + 1)..]) : ("", what);
        var isSelf = IsSelf(what, file);
        if (type == "dir")
        {
            return isMaster && !isSelf ? Directory(name.TrimEnd('/') + "/", depth) : [];
        }

        return Included(type, name, isSelf, isMaster, depth) is { } found ? [found] : [];
    }

    private MapContent? Included(string type, string name, bool isSelf, bool isMaster, int depth)
    {
        if (type is "sss" or "ldap")
        {
            return Served(name);
        }

        if (name.StartsWith('/'))
        {
            return isSelf ? null : ExpandFile(name, isMaster, depth);
        }

        if (type == "file")
        {
            return isMaster || isSelf ? null : Local(name, depth); // In a master map automount takes a file by its path only.
        }

        return isMaster ? Master(name, isSelf, depth) : Sum(name, isSelf, depth);
    }

    /// <summary>
    /// The files of a directory that automount includes: those that end with <c>.autofs</c>, in the order of versionsort(3).
    /// </summary>
    private IEnumerable<MapContent> Directory(string folder, int depth) => inputs.Local.Files
        .Where(f => f.Name.StartsWith(folder, StringComparison.Ordinal) && f.Name.EndsWith(".autofs", StringComparison.Ordinal))
        .Where(f => !f.Name.AsSpan(folder.Length).Contains('/'))
        .OrderBy(f => f.Name[folder.Length..], VersionOrder.Instance)
        .Select(f => Expand(f, isMaster: true, depth));
}
