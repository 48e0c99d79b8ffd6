namespace Automount.Maps;

/// <summary>Where automount looks for the files of maps.</summary>
internal static class MapPath
{
    /// <summary>Folder of maps that are named without one (automount is built with it on every distribution).</summary>
    public const string Folder = "/etc";

    /// <summary>The path of a file map: its name, below <see cref="Folder"/> when it is a bare one.</summary>
    public static string OfFile(string map) => map.StartsWith('/') ? map : $"{Folder}/{map}";
}
