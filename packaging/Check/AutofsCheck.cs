using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 29 to 31: master maps, mount points and maps.</summary>
internal static class AutofsCheck
{
    private const string MasterFolder = "/etc/auto.master.d/";

    // What a node cannot do without; a mount point at or above one of these hides it.
    private static readonly string[] Needed =
    [
        "/var/home/core", "/var/roothome", "/var/lib/kubelet", "/var/lib/containers", "/var/lib/sss", "/var/log", "/var/tmp",
            "/etc/kubernetes", "/usr/bin", "/proc", "/sys",
        "/dev", "/run", "/tmp", "/boot", "/sysroot", "/ostree",
    ];

    // Writable at run time, so that automount can make directories there.
    private static readonly string[] Writable = ["/var", "/etc", "/run", "/tmp"];

    // Maps that come with the package autofs.
    private static readonly string[] PackagedMaps = ["auto.misc", "auto.net", "auto.smb"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) => Names(set).Concat(MountPoints(set)).Concat(Maps(set));

    /// <summary>Every place where automount will mount: mount points of indirect maps, keys of direct ones.</summary>
    internal static IEnumerable<(string Path, EmbeddedText Text, int Line)> Roots(ManifestSet set)
    {
        foreach (var (entry, text) in MasterEntries(set))
        {
            if (!entry.Direct)
            {
                yield return (entry.MountPoint, text, entry.Line);
            }
            else if (set.NodeFiles.FirstOrDefault(f => f.Path == FilePath(entry)) is { } map)
            {
                foreach (var (key, line) in MasterMapText.Keys(map.Text).Where(k => k.Key.StartsWith('/')))
                {
                    yield return (key, map.Text, line);
                }
            }
        }
    }

    private static IEnumerable<(MasterEntry Entry, EmbeddedText Text)> MasterEntries(ManifestSet set) =>
        set.NodeFiles.Where(f => f.Path == "/etc/auto.master" || f.Path.StartsWith(MasterFolder, StringComparison.Ordinal))
            .SelectMany(f => MasterMapText.Entries(f.Text).Select(e => (e, f.Text)))
            .Concat(OfDirectory(set));

    // A directory that comes without anything for nodes is none of theirs: a test's, or one of other clients.
    private static IEnumerable<(MasterEntry, EmbeddedText)> OfDirectory(ManifestSet set) =>
        set.MachineConfigs.Count + set.Containerfiles.Count == 0 ? [] : set.Ldif.SelectMany(l => LdifText.MasterEntries(l)
            .Select(e => (e, l)));

    private static IEnumerable<PackagingFinding> Names(ManifestSet set)
    {
        foreach (var file in set.NodeFiles.Where(f => f.Path.StartsWith(MasterFolder, StringComparison.Ordinal)))
        {
            var name = file.Path[MasterFolder.Length..];
            if (name.EndsWith(".autofs", StringComparison.Ordinal) && !name.StartsWith('.'))
            {
                continue;
            }

            var place = file.Config?.Place ?? file.Text.At(-1);
            yield return MasterMapText.IsMap(file.Text)
                ? MapInMasterD.At(place, $"{Quote.Plain(file.Path)} holds entries of a map")
                : MasterSuffix.At(place, $"{Quote.Plain(file.Path)} is not read: its name must end in .autofs and not begin with a dot");
        }
    }

    private static IEnumerable<PackagingFinding> MountPoints(ManifestSet set)
    {
        var made = set.Containerfiles.SelectMany(ImageContent.Paths).Select(m => m.Path).Concat(set.Declared.Directories).ToHashSet();
        foreach (var (path, text, line) in Roots(set))
        {
            var resolved = NodePath.Resolve(path);
            if (Needed.FirstOrDefault(n => NodePath.IsUnder(n, resolved)) is { } hidden)
            {
                yield return HidesPath.At(text.At(line, path),
                    $"{Quote.Plain(text.Of(line))} mounts on {Quote.Of(path)}, which hides {hidden}");
            }
            else if (set.Containerfiles.Count > 0 && !Writable.Any(w => NodePath.IsUnder(resolved, w)) && !made
                .Any(m => NodePath.IsUnder(m, path)))
            {
                yield return MountPointMissing.At(text.At(line, path),
                    $"{Quote.Plain(text.Of(line))} mounts on {Quote.Of(path)}, which the image does not make");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Maps(ManifestSet set)
    {
        var known = set.NodeFiles.Select(f => f.Path).Concat(set.Containerfiles.SelectMany(ImageContent.Paths).Select(m => m.Path))
            .Concat(set.Declared.LdapMaps.Concat(set.Ldif.SelectMany(LdifText.Maps)).Concat(PackagedMaps)
                .Select(m => $"/etc/{m}")).ToHashSet();
        foreach (var (entry, text) in MasterEntries(set).Where(e => e.Entry.MapType is "" or "file" or "program" or "exec"
            && !e.Entry.Map.StartsWith('-')))
        {
            if (!known.Contains(FilePath(entry)))
            {
                yield return MapMissing.At(text.At(entry.Line, entry.Map),
                    $"{Quote.Plain(text.Of(entry.Line))} names the map {Quote.Of(entry.Map)}, which is nowhere");
            }
        }
    }

    private static string FilePath(MasterEntry entry) => entry.Map.StartsWith('/') ? entry.Map : $"/etc/{entry.Map}";
}
