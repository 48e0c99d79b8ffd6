using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 19 to 21 and 28: whom a MachineConfig reaches, and what Ignition it may hold.</summary>
internal static partial class MachineConfigCheck
{
    private const int ManyConfigs = 20;

    // The base configuration takes its share of the 1 MiB.
    private const int LargeConfigs = 512 << 10;

    // Path below spec.config of what a running node does not apply.
    private static readonly string[][] Unsupported =
    [
        ["storage", "directories"], ["storage", "links"], ["kernelArguments"], ["passwd", "groups"],
    ];

    // What is for the first boot of a node: right in the folder of the installer, and a fault on a node that runs.
    private static readonly string[] InstallTime = ["disks", "filesystems", "raid", "luks"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.MachineConfigs.SelectMany(m => Role(m, set).Concat(Ignition(m, set))).Concat(Size(set));

    private static IEnumerable<PackagingFinding> Role(Manifest config, ManifestSet set)
    {
        var pools = set.Pools.Select(p => p.Name).Concat(set.OsConfigs.Select(o => o.Spec.TextAt("machineConfigPool", "name")))
            .OfType<string>()
            .Concat(set.Declared.Pools).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (MachineConfigReader.RoleOf(config) is not { Length: > 0 } role)
        {
            yield return RoleMissing.At(config.Place, $"{Quote.Plain(config.Title)} has no label {MachineConfigReader.RoleLabel}");
        }
        else if (pools.Length > 0 && !pools.Contains(role) && !TemplateObjects.IsOpen(role))
        {
            yield return RolePool.At(config.Root.At("metadata", "labels", MachineConfigReader.RoleLabel)!.Place,
                $"{Quote.Plain(config.Title)} is for role {Quote.Of(role)}, and the pool is {string.Join(" or ", pools.Select(Quote.Of))}");
        }
    }

    private static IEnumerable<PackagingFinding> Ignition(Manifest config, ManifestSet set)
    {
        if (config.Spec?["config"] is not { } ignition)
        {
            // Kernel arguments, extensions and the like need no Ignition.
            yield break;
        }

        var version = ignition.At("ignition", "version");
        var maximum = set.Target.IsFrom(4, 19) ? 5 : 4;
        if (version is null)
        {
            yield return IgnitionVersion.At(ignition.Place, $"{Quote.Plain(config.Title)} has no ignition.version");
        }
        else if (Version2().IsMatch(version.Text ?? ""))
        {
            yield return IgnitionTranslated.At(version.Place, $"ignition version {Quote.Of(version.Text)} is translated by the operator");
        }
        else if (Version3().Match(version.Text ?? "") is not { Success: true } match || int.Parse(match.Groups[1].ValueSpan) > maximum)
        {
            yield return IgnitionVersion.At(version.Place,
                $"ignition version {Quote.Of(version.Text)} is none of 3.0.0 to 3.{maximum}.0, which {set.Target} accepts");
        }

        foreach (var path in Unsupported)
        {
            var parent = ignition.At(path.AsSpan(..^1));
            if (parent?.KeyOf(path[^1]) is { } entry && entry.Value is { Items.Count: > 0 } or { Entries.Count: > 0 })
            {
                yield return IgnitionUnsupported.At(entry.Key.Place,
                    $"{string.Join('.', path)} of {Quote.Plain(config.Title)} is not applied to nodes");
            }
        }

        foreach (var name in InstallTime)
        {
            if (ignition["storage"]?.KeyOf(name) is { } entry && entry.Value is { Items.Count: > 0 } or { Entries.Count: > 0 })
            {
                yield return IgnitionInstallTime.At(entry.Key.Place,
                    $"storage.{name} of {Quote.Plain(config.Title)} is for the first boot");
            }
        }

        foreach (var file in MachineConfigReader.FilesOf(config).Select(f => f.Node.KeyOf("append")).Where(a => a?.Value.Items.Count > 0))
        {
            yield return IgnitionUnsupported.At(file!.Value.Key.Place,
                $"append of a file of {Quote.Plain(config.Title)} is not applied to nodes");
        }

        foreach (var user in ignition.Each("passwd", "users"))
        {
            if (user.TextAt("name") != "core")
            {
                yield return IgnitionUnsupported.At(user["name"]?.Place ?? user.Place,
                    $"passwd.users of {Quote.Plain(config.Title)} has {Quote.Of(user.TextAt("name"))}; nodes have only core");
            }

            foreach (var key in user.Entries.Select(e => e.Key).Where(k => k.Text is not ("name" or "sshAuthorizedKeys" or "passwordHash")))
            {
                yield return IgnitionUnsupported.At(key.Place,
                    $"{Quote.Plain(key.Text)} of a user of {Quote.Plain(config.Title)} is not applied to nodes");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Size(ManifestSet set)
    {
        foreach (var role in set.MachineConfigs.GroupBy(MachineConfigReader.RoleOf))
        {
            var last = role.Last();
            if (role.Count() > ManyConfigs)
            {
                yield return ConfigCount.At(last.Place, $"there are {role.Count()} MachineConfigs for role {Quote.Of(role.Key)}");
            }

            var size = Compressed(role) / 3 * 4;
            if (size > LargeConfigs)
            {
                yield return ConfigSize.At(last.Place,
                    $"the MachineConfigs for role {Quote.Of(role.Key)} take about {size >> 10} KiB of the 1024 KiB of a ConfigMap");
            }
        }
    }

    private static long Compressed(IEnumerable<Manifest> configs)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var text in configs.SelectMany(c => c.Root.All()).Select(n => n.Text).OfType<string>())
            {
                zip.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return zipped.Length;
    }

    [GeneratedRegex(@"^3\.([0-9])\.0\z")]
    private static partial Regex Version3();

    // IgnParseWrapper of the operator: 2.0 and 2.1 have no translation.
    [GeneratedRegex(@"^2\.[2-4]\.0\z")]
    private static partial Regex Version2();
}
