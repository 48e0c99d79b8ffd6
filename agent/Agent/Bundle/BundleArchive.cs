using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Automount.Text;

namespace AutomountAgent.Bundle;

/// <summary>Puts the parts of a bundle and its index into one .tar.gz.</summary>
/// <param name="name">Name of its folder.</param>
/// <param name="time">When the parts were read.</param>
internal sealed class BundleArchive(string name, DateTimeOffset time)
{
    /// <summary>What is never in a bundle, whoever asks: said in its index.</summary>
    private static readonly ImmutableArray<string> NeverIncluded =
    [
        "maps and the entries in them, but those that findings, messages and changes name",
        "keytabs, certificates, tickets, and sssd's caches and logs",
        "values of configuration keys that are not known to be harmless, and comments",
        "anything below an automount point or on NFS; the output of automount -m",
    ];

    /// <summary>The archive.</summary>
    /// <param name="results">The parts.</param>
    /// <param name="node">Name of the node.</param>
    /// <param name="version">Version of the agent.</param>
    public byte[] Bytes(IReadOnlyCollection<BundleResult> results, string node, string version)
    {
        var index = new IndexDocument(1, node, Rfc3339.Of(time), version, [.. results.Select(Row)], NeverIncluded);
        var archive = new MemoryStream();
        using (var compressed = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Ustar))
        {
            Add(tar, "index.json", [.. JsonSerializer.SerializeToUtf8Bytes(index, IndexContext.Default.IndexDocument), (byte)'\n']);
            foreach (var result in results.Where(result => result.Text is not null))
            {
                Add(tar, result.Part.Name, Encoding.UTF8.GetBytes(result.Text!));
            }
        }

        return archive.ToArray();
    }

    private void Add(TarWriter tar, string file, byte[] content)
    {
        var entry = new UstarTarEntry(TarEntryType.RegularFile, $"{name}/{file}")
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            ModificationTime = time,
            DataStream = new MemoryStream(content),
        };
        tar.WriteEntry(entry);
    }

    private static IndexRow Row(BundleResult result)
    {
        var row = new IndexRow(result.Part.Name, result.Part.Source, result.Problem, Math.Round(result.Took.TotalSeconds, 3));
        return result.Text is not { } text ? row : row with
        {
            Bytes = Encoding.UTF8.GetByteCount(text),
            Cut = text.EndsWith(BundleReader.Cut, StringComparison.Ordinal),
        };
    }
}

internal sealed record IndexDocument(
    int Schema, string Node, string Time, string Version, ImmutableArray<IndexRow> Parts, ImmutableArray<string> NeverIncluded);

internal sealed record IndexRow(string Name, string Source, string? NotReadBecause, double TookSeconds)
{
    public int? Bytes { get; init; }

    public bool? Cut { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(IndexDocument))]
internal sealed partial class IndexContext : JsonSerializerContext;
