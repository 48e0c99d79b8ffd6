namespace Automount.Findings;

/// <summary>One stage of the chain that a pod's NFS path depends on, in the order in which a break is felt.</summary>
public enum Link
{
    /// <summary>The LDAP servers that hold the automount maps.</summary>
    Directory,

    /// <summary>sssd: its unit, its domains and its autofs responder.</summary>
    Sssd,

    /// <summary>The automount daemon, its configuration and its mount points.</summary>
    Automount,

    /// <summary>The content of the maps.</summary>
    Map,

    /// <summary>The NFS servers that the maps name.</summary>
    Server,

    /// <summary>The NFS mounts on this node.</summary>
    Mount,

    /// <summary>The pods that use the mounts.</summary>
    Pod,
}

/// <summary>The names of links as they appear in codes, labels and JSON.</summary>
public static class Links
{
    /// <summary>All links, first to last.</summary>
    public static IReadOnlyList<Link> All { get; } =
        [Link.Directory, Link.Sssd, Link.Automount, Link.Map, Link.Server, Link.Mount, Link.Pod];

    /// <summary>The lower-case name of a link, for example <c>server</c>.</summary>
    public static string Name(this Link link) => link switch
    {
        Link.Directory => "directory",
        Link.Sssd => "sssd",
        Link.Automount => "automount",
        Link.Map => "map",
        Link.Server => "server",
        Link.Mount => "mount",
        _ => "pod",
    };
}
