using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>Object paths of D-Bus.</summary>
internal static unsafe class BusPath
{
    /// <summary>Escapes a name into an object path as systemd does (sd_bus_path_encode(3)).</summary>
    /// <param name="prefix">A valid object path, for example <c>/org/freedesktop/systemd1/unit</c>.</param>
    /// <param name="name">Any name.</param>
    /// <exception cref="ArgumentException">The prefix is not an object path.</exception>
    public static string Encode(string prefix, string name)
    {
        if (LibSystemd.sd_bus_path_encode(prefix, name, out var path) < 0)
        {
            throw new ArgumentException($"not an object path: {prefix}", nameof(prefix));
        }

        var text = Marshal.PtrToStringUTF8(path)!;
        NativeMemory.Free((void*)path);
        return text;
    }
}
