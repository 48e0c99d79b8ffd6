using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>A file that a MachineConfig writes.</summary>
/// <param name="Node">The element of <c>storage.files</c>.</param>
/// <param name="Config">The MachineConfig.</param>
internal sealed record ConfigFile(Node Node, Manifest Config)
{
    private DataUrl? content;

    public string Path => Node.TextAt("path") ?? "";

    public Place Place => Node["path"]?.Place ?? Node.Place;

    public Node? Source => Node.At("contents", "source");

    public string Compression => Node.TextAt("contents", "compression") ?? "";

    /// <summary>What its source decodes to; no source is an empty file.</summary>
    public DataUrl Content => content ??= Decode(Source?.Text);

    /// <summary>Its text; null when it is binary or cannot be decoded.</summary>
    public EmbeddedText? Text => Content.Text is { } text ? EmbeddedText.Decoded(Path, text, Source?.Place ?? Place) : null;

    private DataUrl Decode(string? source)
    {
        if (source is null)
        {
            return new DataUrl([], null);
        }

        return source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? DataUrl.Decode(source, Compression == "gzip")
            : new DataUrl(null, "it is not a data: URL");
    }
}

/// <summary>A systemd unit that a MachineConfig writes, enables or changes.</summary>
/// <param name="Node">The element of <c>systemd.units</c>.</param>
/// <param name="Config">The MachineConfig.</param>
internal sealed record ConfigUnit(Node Node, Manifest Config)
{
    public string Name => Node.TextAt("name") ?? "";

    public Place Place => Node["name"]?.Place ?? Node.Place;

    /// <summary>The unit file; null when the unit is only enabled, disabled, masked or extended.</summary>
    public EmbeddedText? Contents => Node["contents"] is { Text.Length: > 0 } contents ? EmbeddedText.OfScalar(Name, contents) : null;

    /// <summary>Its drop-ins.</summary>
    public IEnumerable<EmbeddedText> Dropins => Node.Each("dropins").Select(d => d["contents"] is { Text: not null } contents
        ? EmbeddedText.OfScalar($"{Name}.d/{d.TextAt("name")}", contents) : null).OfType<EmbeddedText>();
}

/// <summary>What a MachineConfig holds, behind the opaque <c>spec.config</c>.</summary>
internal static class MachineConfigReader
{
    public const string RoleLabel = "machineconfiguration.openshift.io/role";

    public static string? RoleOf(Manifest config) => config.Root.TextAt("metadata", "labels", RoleLabel);

    /// <summary>Whether the MachineConfigs of a role also apply to the nodes of a pool: custom pools take those of worker too.</summary>
    public static bool Reaches(string? role, string? pool) =>
        role == pool || (role == "worker" && pool is not ("master" or "arbiter"));

    /// <summary>Whether two MachineConfigs apply to the same nodes.</summary>
    public static bool ShareNodes(Manifest one, Manifest other) =>
        Reaches(RoleOf(one), RoleOf(other)) || Reaches(RoleOf(other), RoleOf(one));

    public static IEnumerable<ConfigFile> FilesOf(Manifest config) =>
        config.Spec.Each("config", "storage", "files").Select(f => new ConfigFile(f, config));

    public static IEnumerable<ConfigUnit> UnitsOf(Manifest config) =>
        config.Spec.Each("config", "systemd", "units").Select(u => new ConfigUnit(u, config));
}
