namespace Automount.Maps.Sources;

/// <summary>
/// A mount point that autofs.conf(5) itself defines, in a section <c>[ /path ]</c>: automount adds it to those of the master map.
/// </summary>
/// <param name="MountPoint">The name of the section.</param>
/// <param name="Map"><c>map_name</c>; empty when it is not given.</param>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record AmdMount(string MountPoint, string Map, string File, int Line);
