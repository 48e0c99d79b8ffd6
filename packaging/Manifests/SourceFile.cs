namespace AutomountPackaging.Manifests;

/// <summary>A file to be checked, or one that was made, in memory.</summary>
/// <param name="Path">Path, as messages name it.</param>
/// <param name="Text">Its content; empty for a program.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>Its bytes, when it is a program (ELF); empty for text.</summary>
    public ReadOnlyMemory<byte> Binary { get; init; }
}
