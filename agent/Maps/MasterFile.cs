namespace Automount.Maps;

/// <summary>
/// Reads a master map file (auto.master(5)): lines are split as in a file map, but the mount point keeps its backslashes, because automount
/// hands the whole line to its master map parser (<see cref="MasterEntryParser"/>). An include is a record with the key <c>+name</c> and no
/// value.
/// </summary>
public static class MasterFile
{
    /// <summary>Reads a text. It never throws and takes linear time.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="path">Its path, which is also the name of the map.</param>
    public static MapContent Parse(string text, string path) => Read(new StringReader(text), path);

    /// <summary>Reads a text piece by piece. It throws what the reader throws.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="path">Its path, which is also the name of the map.</param>
    public static MapContent Read(TextReader text, string path) => MapFile.Read(text, path, key => key);
}
