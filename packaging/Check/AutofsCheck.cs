using Automount.Maps;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 29 to 31: names of master maps, mount points on these nodes, and files that are named and not there.</summary>
internal static class AutofsCheck
{
    private const string MasterFolder = "/etc/auto.master.d/";

    // What a node cannot do without; a mount point at or above one of these hides it.
    private static readonly string[] Needed =
    [
        "/var/home/core", "/var/roothome", "/var/lib/kubelet", "/var/lib/containers", "/var/lib/sss", "/var/log", "/var/tmp",
        "/etc/kubernetes", "/usr/bin", "/proc", "/sys", "/dev", "/run", "/tmp", "/boot", "/sysroot", "/ostree",
    ];

    // Writable at run time, so that automount can make directories there.
    private static readonly string[] Writable = ["/var", "/etc", "/run", "/tmp"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) => Names(set).Concat(MountPoints(set)).Concat(Files(set));

    /// <summary>Every place where automount will mount.</summary>
    internal static IEnumerable<MountRoot> Roots(ManifestSet set) =>
        set.Maps.SelectMany(m => m.Roots()).Where(r => IsForNodes(set, r.Text)).Distinct();

    // A directory that comes without anything for nodes is not theirs: a test's, or one of other clients.
    private static bool IsForNodes(ManifestSet set, EmbeddedText text) =>
        set.MachineConfigs.Count + set.Containerfiles.Count > 0 || !set.Ldif.Contains(text);

    private static IEnumerable<PackagingFinding> Names(ManifestSet set)
    {
        foreach (var file in set.NodeFiles.Where(f => f.Path.StartsWith(MasterFolder, StringComparison.Ordinal)))
        {
            if (NodeMaps.IsRead(file.Path))
            {
                continue;
            }

            var (place, path) = (file.Config?.Place ?? file.Text.At(-1), Quote.Plain(file.Path));
            yield return NodeMaps.HoldsMap(file.Text)
                ? MapInMasterD.At(place, $"{path} holds entries of a map")
                : MasterSuffix.At(place, $"{path} is not read: its name must end in .autofs and not begin with a dot");
        }
    }

    private static IEnumerable<PackagingFinding> MountPoints(ManifestSet set)
    {
        var made = set.Containerfiles.SelectMany(ImageContent.Paths).Select(m => m.Path).Concat(set.Declared.Directories).ToHashSet();
        foreach (var (path, text, line) in Roots(set))
        {
            var resolved = NodePath.Resolve(path);
            var mounts = $"{Quote.Plain(text.Of(line))} mounts on {Quote.Of(path)}";
            if (Needed.FirstOrDefault(n => NodePath.IsUnder(n, resolved)) is { } hidden)
            {
                yield return HidesPath.At(text.At(line, path), $"{mounts}, which hides {hidden}");
                continue;
            }

            var canBeMade = Writable.Any(w => NodePath.IsUnder(resolved, w)) || made.Any(m => NodePath.IsUnder(m, path));
            if (set.Containerfiles.Count > 0 && !canBeMade)
            {
                yield return MountPointMissing.At(text.At(line, path), $"{mounts}, which the image does not make");
            }
        }
    }

    /// <summary>Maps that are files; whether the others exist is a question of the directory, and of rule 39.</summary>
    private static IEnumerable<PackagingFinding> Files(ManifestSet set)
    {
        var ofImage = MapCheck.FilesOfImage(set).ToHashSet();
        foreach (var maps in set.Maps)
        {
            var files = maps.Entries.Where(e => e.Source is MapSource.File or MapSource.Program);
            foreach (var entry in files.Where(e => !maps.Paths.Contains(e.Map) && !ofImage.Contains(e.Map)))
            {
                var (text, line) = (maps.TextOf(entry), entry.Record.Line - 1);
                yield return MapMissing.At(
                    text.At(line, entry.Map), $"{Quote.Plain(text.Of(line))} names the map {Quote.Of(entry.Map)}, which is nowhere");
            }
        }
    }
}
