namespace AutomountPackaging.Documents;

/// <summary>A place in a file that was given.</summary>
/// <param name="File">Path, as it was given.</param>
/// <param name="Line">Line, from 1; 0 for the whole file.</param>
/// <param name="Column">Column, from 1; 0 for the whole line.</param>
internal readonly record struct Place(string File, int Line, int Column);

/// <summary>Why a file, or a part of it, cannot be read. Caught where files are read, and turned into one finding.</summary>
internal sealed class UnreadableException(Place place, string why) : Exception(why)
{
    public Place Place => place;
}
