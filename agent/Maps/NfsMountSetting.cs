namespace Automount.Maps;

/// <summary>One option of nfsmount.conf(5).</summary>
/// <param name="Scope">Which mounts it is for.</param>
/// <param name="Of">The server or the mount point of its section; empty for all mounts.</param>
/// <param name="Option">The option as mount.nfs appends it: <c>soft</c>, <c>vers=4.2</c>.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record NfsMountSetting(NfsMountScope Scope, string Of, string Option, string File, int Line)
{
    /// <summary>Name of the option, without its value.</summary>
    public string Name => Option.IndexOf('=') is >= 0 and var at ? Option[..at] : Option;
}

/// <summary>Which mounts a section of nfsmount.conf is for.</summary>
public enum NfsMountScope
{
    /// <summary>All: <c>[ NFSMount_Global_Options ]</c>.</summary>
    Global,

    /// <summary>Those of a server: <c>[ Server "name" ]</c>.</summary>
    Server,

    /// <summary>One mount point: <c>[ MountPoint "path" ]</c>.</summary>
    MountPoint,
}
