namespace Automount.Text;

/// <summary>Something in a file, or about a file, that could not be read or understood.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line, from 1; 0 when it is about the whole file.</param>
/// <param name="Reason">What is wrong and what to do, in one sentence without a credential.</param>
public sealed record FileProblem(string File, int Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Reason}" : $"{File}: {Reason}";
}
