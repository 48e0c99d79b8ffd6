using System.Globalization;
using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 22, 23 and 26: the files of MachineConfigs, their content, mode and owner.</summary>
internal static partial class IgnitionFileCheck
{
    internal const int MaximalMode = 511;

    // Decimal numbers that nobody means: read as octal they are common modes.
    private static readonly int[] LooksOctal = [400, 440, 444, 500];

    // Accounts of the base image (setup, sssd, dbus, nfs-utils, rpcbind, polkit, chrony, openssh, and OpenShift's core).
    private static readonly string[] BaseAccounts =
    [
        "root", "bin", "daemon", "adm", "wheel", "sys", "tty", "nobody", "dbus", "sssd", "rpc", "rpcuser", "polkitd", "chrony",
        "sshd", "tss", "core", "systemd-journal", "systemd-network", "systemd-resolve",
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.ConfigFiles.SelectMany(f => Content(f).Concat(Mode(f)).Concat(Owner(f)).Concat(SelfManagedFiles.Run(f, set)))
            .Concat(Duplicates(set));

    private static IEnumerable<PackagingFinding> Content(ConfigFile file)
    {
        if (!file.Path.StartsWith('/') || file.Path.Contains("//") || file.Path.Split('/').Any(p => p is "." or "..")
            || (file.Path.Length > 1 && file.Path.EndsWith('/')))
        {
            yield return IgnitionPath.At(file.Place, $"the path {Quote.Of(file.Path)} is not absolute and clean");
        }

        foreach (var key in file.Node["contents"]?.Entries.Select(e => e.Key).Where(k => k.Text is "inline" or "local") ?? [])
        {
            yield return IgnitionSource.At(key.Place,
                $"contents.{key.Text} of {Quote.Plain(file.Path)} is Butane; Ignition has only source");
        }

        if (file.Source is { Text: { Length: > 0 } source } && !source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            yield return IgnitionSource.At(file.Source.Place,
                $"the source of {Quote.Plain(file.Path)} is {Quote.Of(source)}, not a data: URL");
        }
        else if (file.Compression is not ("" or "gzip"))
        {
            yield return IgnitionCompression.At(file.Node.At("contents", "compression")!.Place,
                $"compression {Quote.Of(file.Compression)} of {Quote.Plain(file.Path)} is unknown");
        }
        else if (file.Content.Problem is { } problem && file.Source?.Text is { Length: > 0 })
        {
            yield return IgnitionEncoding.At(file.Source.Place, $"the content of {Quote.Plain(file.Path)} cannot be decoded: {problem}");
        }
    }

    private static IEnumerable<PackagingFinding> Mode(ConfigFile file)
    {
        var (node, mode) = (file.Node["mode"], ModeOf(file));
        if (mode is null or < 0 or > MaximalMode)
        {
            yield return ModeRange.At(node!.Place,
                $"mode {Quote.Plain(node.Text)} of {Quote.Plain(file.Path)} is not a number from 0 to {MaximalMode}");
        }
        else if (LooksOctal.Contains(mode.Value))
        {
            yield return ModeOctal.At(node!.Place,
                $"mode {mode} of {Quote.Plain(file.Path)} is decimal, and means 0{Convert.ToString(mode.Value, 8)}");
        }
    }

    /// <summary>The mode of a file, 0644 where it says none; null when it is not a number.</summary>
    internal static int? ModeOf(ConfigFile file) => file.Node["mode"] is { } node ? Number(node) : 420;

    /// <summary>A number as Kubernetes reads it (YAML 1.1): with a leading zero it is octal.</summary>
    private static int? Number(Node node)
    {
        if (!node.Plain || OctalNumber().Match(node.Text ?? "") is not { } octal)
        {
            return null;
        }

        if (octal.Success && octal.Length < 10)
        {
            return Convert.ToInt32(octal.Groups[1].Value, 8);
        }

        return int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static IEnumerable<PackagingFinding> Owner(ConfigFile file) =>
        from key in new[] { "user", "group" }
        let name = file.Node.At(key, "name")
        where name?.Text is { Length: > 0 } account && !BaseAccounts.Contains(account)
        select FileOwner.At(name.Place, $"{key} {Quote.Of(name.Text)} of {Quote.Plain(file.Path)} is none of the base image");

    private static IEnumerable<PackagingFinding> Duplicates(ManifestSet set)
    {
        foreach (var path in set.ConfigFiles.GroupBy(f => f.Path))
        {
            foreach (var (index, file) in path.Index().Skip(1))
            {
                if (path.Take(index).FirstOrDefault(f => MachineConfigReader.ShareNodes(f.Config, file.Config)) is { } first)
                {
                    yield return DuplicatePath.At(file.Place,
                        $"{Quote.Plain(file.Path)} is written by {Quote.Plain(first.Config.Title)} already");
                }
            }
        }
    }

    [GeneratedRegex(@"^0o?([0-7]+)\z")]
    private static partial Regex OctalNumber();
}
