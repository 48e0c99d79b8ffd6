using AutomountPackaging.Documents;
using AutomountPackaging.Platform;

namespace AutomountPackaging.Manifests;

/// <summary>A configuration file of the node.</summary>
/// <param name="Path">Its path there.</param>
/// <param name="Text">Its content.</param>
/// <param name="Config">The file of a MachineConfig that writes it; null when it was given as a file of its own.</param>
internal sealed record NodeFile(string Path, EmbeddedText Text, ConfigFile? Config);

/// <summary>Something that was given and is not judged.</summary>
/// <param name="File">Its path.</param>
/// <param name="Why">Why not, in a sentence.</param>
internal sealed record Unseen(string File, string Why);

/// <summary>Everything that was given, read: what the rules judge. Rules across files see all of it.</summary>
internal sealed class ManifestSet
{
    /// <summary>The API group of MachineConfig and its relatives.</summary>
    public const string MachineGroup = "machineconfiguration.openshift.io";

    /// <summary>Reads files; what cannot be read is a finding in <see cref="Unreadable"/>.</summary>
    public ManifestSet(IReadOnlyList<SourceFile> files, OpenShiftVersion target, DateTimeOffset? now)
    {
        (Target, Now) = (target, now);
        var unreadable = files.Where(f => f.Text.Length > Limits.MaxFileSize)
            .Select(f => new UnreadableException(new Place(f.Path, 0, 0), $"it has more than {Limits.MaxFileSize >> 20} MiB")).ToList();
        files = [.. files.Where(f => f.Text.Length <= Limits.MaxFileSize)];
        var byKind = files.ToLookup(SourceKinds.Of);
        Manifests = [.. files.SelectMany(f => Documents(f, unreadable)).SelectMany(Manifest.Of)];
        var withObjects = Manifests.Select(m => m.Place.File).ToHashSet();
        MachineConfigs = OfKind("MachineConfig", MachineGroup);
        ConfigFiles = [.. MachineConfigs.SelectMany(MachineConfigReader.FilesOf)];
        ConfigUnits = [.. MachineConfigs.SelectMany(MachineConfigReader.UnitsOf)];
        Pools = OfKind("MachineConfigPool", MachineGroup);
        OsConfigs = OfKind("MachineOSConfig", MachineGroup);

        // A file of its own may build any image; only one that builds on configs is for a MachineOSConfig.
        var own = byKind[SourceKind.Containerfile]
            .Select(f => (File: f, Read: ContainerfileReader.Read(EmbeddedText.OfFile("Containerfile", f)))).ToArray();
        Containerfiles =
        [
            .. OsConfigs.SelectMany(o => o.Spec.Each("containerFile")).Select(i => i["content"]).OfType<Node>()
                .Where(c => c.Text is not null)
                .Select(c => ContainerfileReader.Read(EmbeddedText.OfScalar("Containerfile", c))),
            .. own.Where(IsForTheOperator).Select(o => o.Read),
        ];
        NodeFiles =
        [
            .. ConfigFiles.Where(f => f.Text is not null).Select(f => new NodeFile(SssdSource.Target(f.Path), f.Text!, f)),
            .. byKind[SourceKind.NodeFile].Select(f => (Path: SourceKinds.NodePath(f.Path)!, File: f))
                .Select(f => new NodeFile(f.Path, EmbeddedText.OfFile(f.Path, f.File), null)),
        ];
        Units =
        [
            .. ConfigUnits.SelectMany(u => u.Dropins.Prepend(u.Contents)).OfType<EmbeddedText>(),
            .. byKind[SourceKind.Unit].Select(f => EmbeddedText.OfFile(f.Path[(f.Path.LastIndexOf('/') + 1)..], f)),
        ];
        Scripts = [.. byKind[SourceKind.Script].Select(f => EmbeddedText.OfFile("the script", f))];
        Notes = [.. byKind[SourceKind.Note].Select(f => EmbeddedText.OfFile("the note", f))];
        Ldif = [.. byKind[SourceKind.Ldif].Select(f => EmbeddedText.OfFile("the LDIF file", f))];
        Programs = [.. byKind[SourceKind.Program]];
        Sources = [.. files.Where(f => f.Binary.IsEmpty)];
        Maps = NodeMaps.OfRoles(NodeFiles, Ldif);
        Declared = Declarations.Read(Sources.Select(s => s.Text).Concat(NodeFiles.Where(n => n.Config is not null)
            .Select(n => n.Text.Text)));
        Unreadable = unreadable;
        NotLookedInto =
        [
            .. byKind[SourceKind.Butane].Select(f => new Unseen(f.Path, "it is Butane: run butane, and check what it writes")),
            .. own.Where(o => !IsForTheOperator(o)).Select(o => new Unseen(o.File.Path,
                "no stage is built on configs: it is taken for that of an image of its own, not of a MachineOSConfig")),
            .. byKind[SourceKind.Other].Select(f => new Unseen(f.Path, "it is of no kind that the check knows")),
            .. files.Where(f => SourceKinds.Of(f) is SourceKind.Yaml or SourceKind.Json && !withObjects.Contains(f.Path)
                && unreadable.All(u => u.Place.File != f.Path)).Select(f => new Unseen(f.Path, "it holds no object of Kubernetes")),
            .. Manifests.Where(m => !KnownKinds.Has(m)).GroupBy(m => m.Kind).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new Unseen(g.First().Place.File, $"no rule is for objects of kind {g.Key}")),
        ];
        LookedInto = Manifests.Count(KnownKinds.Has) + Containerfiles.Count(c => own.Any(o => o.Read == c)) + Ldif.Count + Programs.Count
            + Scripts.Count + NodeFiles.Count(f => f.Config is null) + byKind[SourceKind.Unit].Count();
    }

    public OpenShiftVersion Target { get; }

    /// <summary>The time at which tokens are judged; null: they are not.</summary>
    public DateTimeOffset? Now { get; }

    public IReadOnlyList<UnreadableException> Unreadable { get; }

    public IReadOnlyList<Manifest> Manifests { get; }

    public IReadOnlyList<Manifest> OsConfigs { get; }

    public IReadOnlyList<Manifest> Pools { get; }

    public IReadOnlyList<Manifest> MachineConfigs { get; }

    /// <summary>Files of all MachineConfigs.</summary>
    public IReadOnlyList<ConfigFile> ConfigFiles { get; }

    /// <summary>Units of all MachineConfigs.</summary>
    public IReadOnlyList<ConfigUnit> ConfigUnits { get; }

    public IReadOnlyList<Containerfile> Containerfiles { get; }

    /// <summary>Text files of the node, from MachineConfigs and given as such.</summary>
    public IReadOnlyList<NodeFile> NodeFiles { get; }

    /// <summary>Unit files and drop-ins.</summary>
    public IReadOnlyList<EmbeddedText> Units { get; }

    public IReadOnlyList<EmbeddedText> Scripts { get; }

    public IReadOnlyList<EmbeddedText> Notes { get; }

    public IReadOnlyList<EmbeddedText> Ldif { get; }

    /// <summary>The automount maps, role by role.</summary>
    public IReadOnlyList<NodeMaps> Maps { get; }

    public IReadOnlyList<SourceFile> Programs { get; }

    /// <summary>All text files, as they were given.</summary>
    public IReadOnlyList<SourceFile> Sources { get; }

    public Declarations Declared { get; }

    /// <summary>What was given and is not judged, and why.</summary>
    public IReadOnlyList<Unseen> NotLookedInto { get; }

    /// <summary>How many objects and files are judged; notes for people are not counted.</summary>
    public int LookedInto { get; }

    /// <summary>
    /// The streams that the nodes of a pool may be of: that of the pool, or of the pool worker, from which other pools inherit it, or the
    /// default of the cluster; where no manifest names one, those that the release has.
    /// </summary>
    /// <param name="pool">The pool, or the role of a MachineConfig; null for any.</param>
    public IReadOnlyList<OsStream> Streams(string? pool)
    {
        var named = Named(pool) ?? Named("worker")
            ?? OfKind("OSImageStream", MachineGroup).Select(s => s.Spec.TextAt("defaultStream")).FirstOrDefault(s => s is not null);
        if (named is null)
        {
            return OsStream.Of(Target);
        }

        return OsStream.Find(named) is { } stream ? [stream] : [OsStream.Rhel9, OsStream.Rhel10];
    }

    /// <summary>The streams of all pools that an image may be for.</summary>
    public IReadOnlyList<OsStream> AllStreams()
    {
        var pools = OsConfigs.Select(o => o.Spec.TextAt("machineConfigPool", "name")).Concat(Pools.Select(p => p.Name)).Distinct();
        return [.. pools.DefaultIfEmpty(null).SelectMany(Streams).Distinct()];
    }

    /// <summary>Objects of a kind; other groups have kinds of the same name, which are none of ours.</summary>
    public IReadOnlyList<Manifest> OfKind(string kind, string group) => [.. Manifests.Where(m => m.Kind == kind && m.Group == group)];

    private string? Named(string? pool) =>
        Pools.Where(p => p.Name == pool).Select(p => p.Spec.TextAt("osImageStream", "name")).FirstOrDefault(s => s is not null);

    private static bool IsForTheOperator((SourceFile File, Containerfile Read) own) => own.Read.Stages.Any(s => s.Image == "configs");

    private static IReadOnlyList<Node> Documents(SourceFile file, List<UnreadableException> unreadable)
    {
        var kind = SourceKinds.Of(file);
        try
        {
            var text = file.Text.StartsWith('\uFEFF') ? file.Text[1..] : file.Text;
            return kind switch
            {
                SourceKind.Yaml => YamlReader.Read(file.Path, text),
                SourceKind.Json => JsonReader.Read(file.Path, text),
                _ => [],
            };
        }
        catch (UnreadableException error)
        {
            unreadable.Add(error);
            return [];
        }
    }
}
