using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NodeTests.Containers;

/// <summary>
/// The image of every container, pause container included: BusyBox, and nothing else. It is written as an archive of an OCI image layout
/// (image-spec 1.0), which <c>ctr images import</c> reads: there is no registry.
/// </summary>
internal static class ContainerImage
{
    /// <summary>Its name; containerd's configuration on the node has it as <c>sandbox_image</c>.</summary>
    public const string Name = "localhost/pod:1";

    private const string BusyBox = "/bin/busybox";
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Writes the archive.</summary>
    public static void Write(string path)
    {
        using var archive = new TarWriter(File.Create(path));
        var layer = Layer();
        var config = Bytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Cmd"] = new JsonArray("/bin/sleep", "infinity") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(layer)) },
        });
        var manifest = Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = Manifest,
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", config),
            ["layers"] = new JsonArray(Descriptor("application/vnd.oci.image.layer.v1.tar", layer)),
        });
        var named = Descriptor(Manifest, manifest);
        named["annotations"] = new JsonObject { ["io.containerd.image.name"] = Name };
        Add(archive, "oci-layout", Bytes(new JsonObject { ["imageLayoutVersion"] = "1.0.0" }));
        Add(archive, "index.json", Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(named) }));
        foreach (var blob in (byte[][])[layer, config, manifest])
        {
            Add(archive, $"blobs/sha256/{Digest(blob)["sha256:".Length..]}", blob);
        }
    }

    private static byte[] Layer()
    {
        using var bytes = new MemoryStream();
        using (var layer = new TarWriter(bytes, leaveOpen: true))
        {
            layer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "bin/"));
            Add(layer, "bin/busybox", File.ReadAllBytes(BusyBox), executable: true);
            foreach (var program in (string[])["sh", "sleep", "ls", "cat", "mkdir", "stat", "touch"])
            {
                layer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{program}") { LinkName = "busybox" });
            }
        }

        return bytes.ToArray();
    }

    private static void Add(TarWriter archive, string name, byte[] content, bool executable = false)
    {
        const UnixFileMode Read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var mode = executable ? Read | Execute : Read;
        archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(content) });
    }

    private static JsonObject Descriptor(string type, byte[] content) =>
        new() { ["mediaType"] = type, ["digest"] = Digest(content), ["size"] = content.Length };

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
