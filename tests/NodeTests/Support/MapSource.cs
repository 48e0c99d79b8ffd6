namespace NodeTests.Support;

/// <summary>
/// Where the maps of this node are: in LDAP, or, where it was booted by <c>node up --files</c>, in files that sssd plays no part in.
/// </summary>
internal static class MapSource
{
    /// <summary>Whether the maps are files.</summary>
    public static bool IsFiles { get; } = Environment.GetEnvironmentVariable("NODE_MAPS") == "files";

    /// <summary>The source of the maps as nsswitch.conf names it.</summary>
    public static string Name => IsFiles ? "files" : "sss";

    /// <summary>A map as the master map names it.</summary>
    public static string Map(string name) => IsFiles ? $"/etc/{name}" : name;
}
