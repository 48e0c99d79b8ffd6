using Automount.Maps;
using Automount.Maps.Sources;

namespace Automount.Lint;

/// <summary>What the entries of the maps were found to mount, as far as the master map is judged by it.</summary>
internal sealed class LintedUses
{
    private MapUse? last;
    private bool hasNfs;
    private bool hasOffsets;

    /// <summary>The maps that have an NFS mount, with the options that they are used with.</summary>
    public HashSet<(string Map, string Options)> OfNfs { get; } = [];

    /// <summary>The names of those maps.</summary>
    public HashSet<string> MapsOfNfs { get; } = new(StringComparer.Ordinal);

    /// <summary>The maps with an entry that mounts something below its key.</summary>
    public HashSet<string> MapsWithOffsets { get; } = new(StringComparer.Ordinal);

    /// <summary>Takes an entry in.</summary>
    public void Add(in ParsedEntry entry)
    {
        if (!ReferenceEquals(last, entry.Use))
        {
            (last, hasNfs, hasOffsets) = (entry.Use, false, false);
        }

        if (entry.Entry is not { Mounts: var mounts })
        {
            return;
        }

        if (!hasNfs && mounts[0].Kind == MountKind.Nfs)
        {
            hasNfs = true;
            OfNfs.Add((entry.Use.Map.Name, entry.Use.Context.Options));
            MapsOfNfs.Add(entry.Use.Map.Name);
        }

        if (!hasOffsets && mounts.Length > 1)
        {
            hasOffsets = true;
            MapsWithOffsets.Add(entry.Use.Map.Name);
        }
    }
}
