namespace Automount.Maps;

/// <summary>The versions of NFS with which a mount may be made, in the order in which mount.nfs(8) tries them.</summary>
public enum NfsVersions
{
    /// <summary>None is given: 4.2, 4.1, 4.0, then 3.</summary>
    Any,

    /// <summary><c>vers=4</c>, or the type nfs4: 4.2, 4.1, then 4.0.</summary>
    Four,

    /// <summary>4.0 alone.</summary>
    Four0,

    /// <summary>4.1 alone.</summary>
    Four1,

    /// <summary>4.2 alone.</summary>
    Four2,

    /// <summary>3 alone.</summary>
    Three,
}

/// <summary>What a mount needs of a server: a path that it exports. Two entries with equal values need the same.</summary>
/// <param name="Host">Host as the map writes it.</param>
/// <param name="Port">Port of the NFS service.</param>
/// <param name="Versions">The versions that may be used.</param>
/// <param name="Path">The path on the server, from <c>/</c>.</param>
public sealed record ExportLocation(string Host, int Port, NfsVersions Versions, string Path)
{
    /// <summary>What a mount with some options needs.</summary>
    /// <param name="host">Host of the location.</param>
    /// <param name="path">Path of the location.</param>
    /// <param name="options">Comma-separated options of map and entry (nfs(5)); of contradicting ones the last wins.</param>
    public static ExportLocation Of(string host, string path, string options)
    {
        var versions = MountOptions.FileSystem(options) == "nfs4" ? NfsVersions.Four : NfsVersions.Any;
        foreach (var range in options.AsSpan().Split(','))
        {
            versions = VersionsOf(options.AsSpan(range)) ?? versions;
        }

        return new ExportLocation(host, NfsOptions.Parse(options).Port, versions, path);
    }

    private static NfsVersions? VersionsOf(ReadOnlySpan<char> option) => option switch
    {
        "vers=3" or "nfsvers=3" or "v3" => NfsVersions.Three,
        "vers=4" or "nfsvers=4" or "v4" => NfsVersions.Four,
        "vers=4.0" or "nfsvers=4.0" or "v4.0" => NfsVersions.Four0,
        "vers=4.1" or "nfsvers=4.1" or "v4.1" => NfsVersions.Four1,
        "vers=4.2" or "nfsvers=4.2" or "v4.2" => NfsVersions.Four2,
        _ => null,
    };
}
