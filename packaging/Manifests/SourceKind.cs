using System.Text.RegularExpressions;

namespace AutomountPackaging.Manifests;

/// <summary>What a given file is.</summary>
internal enum SourceKind
{
    /// <summary>Nothing that the check knows: left alone.</summary>
    Other,

    /// <summary>YAML documents.</summary>
    Yaml,

    /// <summary>JSON documents.</summary>
    Json,

    /// <summary>A Butane config: a program makes a MachineConfig of it.</summary>
    Butane,

    /// <summary>A Containerfile.</summary>
    Containerfile,

    /// <summary>A systemd unit or drop-in.</summary>
    Unit,

    /// <summary>A configuration file of a node, known by where it goes.</summary>
    NodeFile,

    /// <summary>A shell script.</summary>
    Script,

    /// <summary>Entries of an LDAP directory.</summary>
    Ldif,

    /// <summary>Instructions for people.</summary>
    Note,

    /// <summary>A program.</summary>
    Program,
}

/// <summary>What a file is, by its name, and only then by its first lines.</summary>
internal static partial class SourceKinds
{
    public static SourceKind Of(SourceFile file)
    {
        if (!file.Binary.IsEmpty)
        {
            return SourceKind.Program;
        }

        return OfPath(file.Path) is not SourceKind.Other and var kind ? kind : OfText(file.Text);
    }

    /// <summary>What its name says.</summary>
    public static SourceKind OfPath(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return Suffix(name).ToLowerInvariant() switch
        {
            ".yaml" or ".yml" => SourceKind.Yaml,
            ".json" => SourceKind.Json,
            ".bu" or ".fcc" => SourceKind.Butane,
            ".containerfile" or ".dockerfile" => SourceKind.Containerfile,
            ".sh" => SourceKind.Script,
            ".ldif" => SourceKind.Ldif,
            ".md" => SourceKind.Note,
            ".service" or ".socket" or ".timer" or ".target" or ".mount" or ".automount" or ".path" => SourceKind.Unit,
            ".conf" when UnitDropin().IsMatch(path) => SourceKind.Unit,
            _ when name.StartsWith("Containerfile", StringComparison.OrdinalIgnoreCase)
                || name.StartsWith("Dockerfile", StringComparison.OrdinalIgnoreCase) => SourceKind.Containerfile,
            _ => NodePath(path) is null ? SourceKind.Other : SourceKind.NodeFile,
        };
    }

    /// <summary>Where a configuration file goes on the node; null when its name does not say.</summary>
    public static string? NodePath(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var name = parts.Length == 0 ? "" : parts[^1];
        var folder = parts.Length < 2 ? "" : parts[^2];
        return (folder, name) switch
        {
            ("auto.master.d", _) => $"/etc/auto.master.d/{name}",
            ("conf.d" or "sssd", _) when name != "sssd.conf" && path.Contains("sssd", StringComparison.Ordinal)
                && Suffix(name) == ".conf" => $"/etc/sssd/conf.d/{name}",
            (_, "sssd.conf") => "/etc/sssd/sssd.conf",
            ("agent.conf.d", _) when Suffix(name) == ".conf" => $"/etc/automount-agent/agent.conf.d/{name}",
            (_, "agent.conf") => "/etc/automount-agent/agent.conf",
            (_, "autofs.conf") => "/etc/autofs.conf",
            _ when Suffix(name) == ".autofs" => $"/etc/auto.master.d/{name}",
            _ when name.StartsWith("auto.", StringComparison.Ordinal) => $"/etc/{name}",
            _ => null,
        };
    }

    private static SourceKind OfText(string text) => text switch
    {
        ['#', '!', ..] => SourceKind.Script,
        _ when text.AsSpan().TrimStart() is ['{', ..] => SourceKind.Json,
        _ when KubernetesObject().IsMatch(text) => SourceKind.Yaml,
        _ => SourceKind.Other,
    };

    private static string Suffix(string name) => name.LastIndexOf('.') is >= 0 and var dot ? name[dot..] : "";

    [GeneratedRegex(@"\.(service|socket|timer|target|mount)\.d/[^/]+\.conf\z")]
    private static partial Regex UnitDropin();

    [GeneratedRegex("^(apiVersion|kind):", RegexOptions.Multiline)]
    private static partial Regex KubernetesObject();
}
