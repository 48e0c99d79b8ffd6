namespace Automount.Maps.Sources;

/// <summary>What a file is by its first bytes: automount runs an executable file, and reads any other as a map.</summary>
public enum MapFileStart
{
    /// <summary>Text, as far as can be seen: a map.</summary>
    Text,

    /// <summary>It begins with <c>#!</c>: the kernel can run it with an interpreter.</summary>
    Script,

    /// <summary>Bytes that no map has: a compiled program, or something else that is no map.</summary>
    Binary,
}

/// <summary>Looks at the first bytes of files.</summary>
public static class MapFileStarts
{
    /// <summary>So many bytes are enough.</summary>
    public const int Length = 256;

    /// <summary>What a file is.</summary>
    /// <param name="start">Its first bytes, up to <see cref="Length"/>.</param>
    public static MapFileStart Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("#!"u8))
        {
            return MapFileStart.Script;
        }

        return start.Contains((byte)0) ? MapFileStart.Binary : MapFileStart.Text;
    }
}
