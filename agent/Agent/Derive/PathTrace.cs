using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Derive;

/// <summary>A path in all its spellings, and what the maps say about it.</summary>
/// <param name="Path">As it was asked for.</param>
/// <param name="Canonical">As the mount table has it, with <see cref="SymbolicLinks"/> followed.</param>
/// <param name="MapPath">As the maps have it.</param>
/// <param name="Target">What the maps say; null when no autofs mount covers it.</param>
/// <param name="Root">
/// The autofs mount of <paramref name="Target"/>, as the mount table has it; where the maps have none, one that is mounted there all the
/// same; empty when there is none.
/// </param>
internal sealed record PathTrace(string Path, string Canonical, string MapPath, PathTarget? Target, string Root)
{
    /// <summary>A verdict on the path, with its place among the roots and servers.</summary>
    public RequiredPath Place(RequiredPath verdict) =>
        verdict with { MapPath = MapPath, Root = Root, Server = Target?.Server?.Host ?? "" };

    /// <summary>Traces a path: the first of its spellings that the maps cover counts.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="links">The symbolic links of the node.</param>
    /// <param name="resolve">What the maps say about a spelling; null when no autofs mount covers it.</param>
    public static PathTrace Of(string path, SymbolicLinks links, Func<string, PathTarget?> resolve)
    {
        var canonical = links.Canonical(path);
        foreach (var spelling in links.Spellings(path))
        {
            if (resolve(spelling) is { } target)
            {
                return new(path, canonical, spelling, target, links.Canonical(target.Root));
            }
        }

        return new(path, canonical, path, null, "");
    }
}
