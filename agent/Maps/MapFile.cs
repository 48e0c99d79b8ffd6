using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// Reads a file map (autofs(5)) the way automount's file module does. Keys come out as automount compares them: without quotes and
/// backslashes, doubled slashes collapsed. Values stay as they are: their quotes belong to the entry. An include is a record with the key
/// <c>+name</c> and no value.
/// </summary>
public static class MapFile
{
    /// <summary>Reads a text. It never throws and takes linear time.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="path">Its path, which is also the name of the map.</param>
    public static MapContent Parse(string text, string path) => Read(new StringReader(text), path);

    /// <summary>
    /// Reads a text piece by piece, so that a large file is never in memory as a whole. It throws what the reader throws.
    /// </summary>
    /// <param name="text">Content of the file, as UTF-8; automount knows no byte order mark.</param>
    /// <param name="path">Its path, which is also the name of the map.</param>
    public static MapContent Read(TextReader text, string path) => Read(text, path, MapKey.Clean);

    private const char ByteOrderMark = '\uFEFF';

    private static DropReason Reason(string key) => key[0] == ByteOrderMark ? DropReason.ByteOrderMark : DropReason.BadKey;

    /// <summary>Of a comment or an empty line that begins with the mark automount loses nothing.</summary>
    private static bool IsMarkedComment(string key) => key is [ByteOrderMark] or [ByteOrderMark, '#', ..];

    /// <summary>Reads a text.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="path">Its path.</param>
    /// <param name="clean">What becomes of a key; null when automount refuses it.</param>
    internal static MapContent Read(TextReader text, string path, Func<string, string?> clean)
    {
        var entries = ImmutableArray.CreateBuilder<MapRecord>();
        var dropped = ImmutableArray.CreateBuilder<DroppedRecord>();
        var scanner = new MapFileScanner(text);
        while (scanner.Next())
        {
            if (IsMarkedComment(scanner.Key))
            {
                continue;
            }

            var key = scanner.Dropped is null && !scanner.Key.StartsWith('+') ? clean(scanner.Key) : scanner.Key;
            var record = new MapRecord(key ?? scanner.Key, scanner.Value, Line: scanner.Line) { Allowed = scanner.Allowed };
            if (key is null || scanner.Dropped is not null)
            {
                dropped.Add(new DroppedRecord(record, scanner.Dropped ?? Reason(scanner.Key)));
            }
            else
            {
                entries.Add(record);
            }
        }

        return new MapContent(path, null, entries.DrainToImmutable())
        {
            File = path,
            Dropped = dropped.DrainToImmutable(),
            Allows = scanner.Allows(),
            Allowed = scanner.AllowedInFile,
        };
    }
}
