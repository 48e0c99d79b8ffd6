using System.Collections.Immutable;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Mounts;

/// <summary>
/// What SELinux forbids on NFS on this node. It says nothing of it to who is refused: the mount works, and calls on it give EACCES.
/// </summary>
internal static class SelinuxBooleans
{
    /// <summary>
    /// Those of the two that are off while SELinux is enforcing; none where it is not, or where the policy has no such boolean. It never
    /// throws.
    /// </summary>
    public static ImmutableArray<string> Off(HostPaths host) =>
        First(host.SelinuxEnforce) == '1' ? [.. new[] { SelinuxBoolean.Containers, SelinuxBoolean.Homes }.Where(name => First(host.SelinuxBoolean(name)) == '0')] : [];

    /// <summary>The value in force is the first character of the file; what stands after it is not committed yet.</summary>
    private static char? First(string path)
    {
        try
        {
            return File.ReadAllText(path) is { Length: > 0 } text ? text[0] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
