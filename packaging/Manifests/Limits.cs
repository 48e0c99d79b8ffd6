namespace AutomountPackaging.Manifests;

/// <summary>
/// What input may be. An object in etcd is at most 1.5 MiB, so nothing that a cluster accepts comes near these; they only keep hostile
/// input from
/// taking the machine's memory.
/// </summary>
internal static class Limits
{
    /// <summary>Levels of nesting.</summary>
    public const int Depth = 100;

    /// <summary>Values in a document, aliases expanded.</summary>
    public const int Nodes = 200_000;

    /// <summary>Characters of a text file.</summary>
    public const int FileSize = 4 << 20;

    /// <summary>Bytes of an embedded file, decompressed.</summary>
    public const int EmbeddedSize = 4 << 20;

    /// <summary>Bytes of a program.</summary>
    public const int ProgramSize = 512 << 20;
}
