using System.Text;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;

namespace AutomountPackaging.Manifests;

/// <summary>A place where automount will mount.</summary>
/// <param name="Path">An absolute path.</param>
/// <param name="Text">The file that says so.</param>
/// <param name="Line">Index of its line.</param>
internal sealed record MountRoot(string Path, EmbeddedText Text, int Line);

/// <summary>The automount maps of the nodes of one role: those in files of the nodes, and those that an LDIF file puts into LDAP.</summary>
internal sealed class NodeMaps
{
    private const string MasterFolder = "/etc/auto.master.d/";

    // What a master map of several files is called in messages.
    private const string MasterName = "auto.master";

    private readonly Dictionary<string, EmbeddedText> texts;

    private NodeMaps(Dictionary<string, EmbeddedText> texts) => this.texts = texts;

    /// <summary>The master map, of all its files and of LDAP; null when none is known.</summary>
    public MapContent? Master { get; private init; }

    /// <summary>The other maps, each under the name by which the master map calls it.</summary>
    public IReadOnlyList<MapContent> Maps { get; private init; } = [];

    /// <summary>What of the LDIF files was not taken.</summary>
    public IReadOnlyList<LdifProblem> Problems { get; private init; } = [];

    /// <summary>Paths of all files of these nodes, maps or not.</summary>
    public IReadOnlySet<string> Paths { get; private init; } = new HashSet<string>();

    /// <summary>Whether the content of the directory is known.</summary>
    public bool HasDirectory { get; private init; }

    /// <summary>The entries of the master map that take effect.</summary>
    public IReadOnlyList<MasterEntry> Entries { get; private init; } = [];

    /// <summary>Whether a file is read as a part of the master map, its name aside.</summary>
    public static bool IsOfMaster(string path) => path == "/etc/auto.master" || path.StartsWith(MasterFolder, StringComparison.Ordinal);

    /// <summary>Whether automount reads a file of the master map: in auto.master.d it passes over names that it does not take.</summary>
    public static bool IsRead(string path) => !path.StartsWith(MasterFolder, StringComparison.Ordinal)
        || (path.EndsWith(".autofs", StringComparison.Ordinal) && path[MasterFolder.Length] != '.');

    /// <summary>Whether a file holds entries of a map and none of a master map, wherever it lies.</summary>
    public static bool HoldsMap(EmbeddedText text)
    {
        var master = MasterMap.Parse(MasterFile.Parse(text.Text, text.Name));
        var map = MapFile.Parse(text.Text, text.Name);
        return master.Entries.IsEmpty && map.Entries.Any(e => EntryParser.Parse(e.Key, e.Value, EntryContext.Default).Entry is not null);
    }

    /// <summary>The maps of the nodes of each role, with those of all workers, and with the files that were given as such.</summary>
    public static IReadOnlyList<NodeMaps> OfRoles(IReadOnlyList<NodeFile> files, IReadOnlyList<EmbeddedText> ldif)
    {
        var roles = files.Where(f => f.Config is not null).Select(f => MachineConfigReader.RoleOf(f.Config!.Config)).Distinct().ToList();
        return roles.Count == 0 ? [Read(files, ldif)] : [.. roles.Select(role => Read([.. files.Where(f => Reaches(f, role))], ldif))];
    }

    /// <summary>The maps in files.</summary>
    /// <param name="files">Files of the nodes; those that are not maps are left alone.</param>
    /// <param name="ldif">LDIF files, which are one directory.</param>
    public static NodeMaps Read(IReadOnlyList<NodeFile> files, IReadOnlyList<EmbeddedText> ldif)
    {
        var texts = new Dictionary<string, EmbeddedText>();
        var masters = new List<MapContent>();
        var maps = new List<MapContent>();
        foreach (var (path, text, _) in files)
        {
            var isMaster = IsOfMaster(path) && !HoldsMap(text);
            if (isMaster ? IsRead(path) : IsMap(path, text))
            {
                var read = isMaster ? MasterFile.Parse(text.Text, path) : MapFile.Parse(text.Text, path);
                (isMaster ? masters : maps).Add(FileMaps.WithoutIncludes(read) with { File = Register(texts, text) });
            }
        }

        var directory = new LdifDirectory();
        foreach (var text in ldif)
        {
            directory.Add(new MemoryStream(Encoding.UTF8.GetBytes(text.Text)), Register(texts, text));
        }

        var (_, inLdap, problems) = directory.ToMaps(MasterMap.UsualNames.Contains);
        masters.AddRange(inLdap.Where(m => MasterMap.UsualNames.Contains(m.Name)).Take(1));
        var master = FileMaps.Join(masters) is { } joined ? joined with { Name = MasterName } : null;
        return new NodeMaps(texts)
        {
            Master = master,
            Maps = [.. FileMaps.Named(maps, master), .. inLdap.Where(m => !MasterMap.UsualNames.Contains(m.Name))],
            Problems = problems,
            Paths = files.Select(f => f.Path).ToHashSet(),
            HasDirectory = ldif.Count > 0,
            Entries = master is null ? [] : [.. MasterMap.Parse(master).EffectiveMaps()],
        };
    }

    /// <summary>The text of a file that a record or a finding names.</summary>
    public EmbeddedText? TextOf(string? file) => file is null ? null : texts.GetValueOrDefault(file);

    /// <summary>The text that holds an entry of the master map.</summary>
    public EmbeddedText TextOf(MasterEntry entry) => texts[entry.Record.File ?? Master!.File!];

    /// <summary>Every place where automount will mount: mount points of indirect maps, keys of direct ones.</summary>
    public IEnumerable<MountRoot> Roots()
    {
        foreach (var entry in Entries)
        {
            if (entry.MountPoint != MasterEntry.DirectMountPoint)
            {
                yield return new MountRoot(entry.MountPoint, TextOf(entry), entry.Record.Line - 1);
                continue;
            }

            foreach (var map in Maps.Where(m => m.Name == entry.Map))
            {
                foreach (var record in map.Entries.Where(r => r.Key.StartsWith('/')))
                {
                    yield return new MountRoot(record.Key, texts[record.File ?? map.File!], record.Line - 1);
                }
            }
        }
    }

    /// <summary>A worker's configuration also reaches the nodes of custom pools; files that were given as such belong to all.</summary>
    private static bool Reaches(NodeFile file, string? role) =>
        file.Config is not { } config || MachineConfigReader.Reaches(MachineConfigReader.RoleOf(config.Config), role);

    /// <summary>A program is not a map that could be read.</summary>
    private static bool IsMap(string path, EmbeddedText text) =>
        Path.GetFileName(path) is ['a', 'u', 't', 'o', '.' or '_', ..] && !text.Text.StartsWith("#!", StringComparison.Ordinal);

    private static string Register(Dictionary<string, EmbeddedText> texts, EmbeddedText text)
    {
        var file = $"{text.Name}#{texts.Count}";
        texts.Add(file, text);
        return file;
    }
}
