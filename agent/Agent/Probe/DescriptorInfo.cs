namespace AutomountAgent.Probe;

/// <summary>What the kernel says of an open descriptor (proc(5), /proc/PID/fdinfo).</summary>
internal static class DescriptorInfo
{
    private const string MountIdKey = "mnt_id:";

    /// <summary>The id of the mount that a descriptor is on; null when the file does not tell.</summary>
    /// <param name="file">Path of its file in fdinfo.</param>
    /// <exception cref="IOException">It cannot be read; a descriptor that was closed meanwhile has none.</exception>
    public static int? MountId(string file) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(MountIdKey, StringComparison.Ordinal)) is { } found
            && int.TryParse(found.AsSpan(MountIdKey.Length), out var id) ? id : null;
}
