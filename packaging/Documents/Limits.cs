namespace AutomountPackaging.Documents;

/// <summary>
/// What input may be. An object in etcd is at most 1.5 MiB, so nothing that a cluster accepts comes near these; they only keep hostile
/// input from taking the machine's memory.
/// </summary>
internal static class Limits
{
    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 100;

    /// <summary>Values in a document, aliases expanded.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>Characters of a text file.</summary>
    public const int MaxFileSize = 4 << 20;

    /// <summary>Bytes of an embedded file, decompressed.</summary>
    public const int MaxEmbeddedSize = 4 << 20;

    /// <summary>Bytes of a program.</summary>
    public const int MaxProgramSize = 512 << 20;
}
