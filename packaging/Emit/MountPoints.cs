using System.Collections.Immutable;
using AutomountPackaging.Manifests;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>Where automount will mount. Pure.</summary>
internal static class MountPoints
{
    /// <summary>What is below these can be made at run time; /mnt and the like are links into /var.</summary>
    private static readonly ImmutableArray<string> Writable = ["var", "home", "root", "srv", "mnt", "opt", "run", "tmp", "etc"];

    /// <summary>The mount points of the values and of the maps, each once, in that order.</summary>
    public static ImmutableArray<string> Of(EmitValues values, Inputs inputs) => [.. values.MountPoints.Concat(InMaps(inputs)).Distinct()];

    /// <summary>Those whose folder must be in the image, because the root of a node cannot be written at run time.</summary>
    public static ImmutableArray<string> ToMake(ImmutableArray<string> mountPoints) =>
    [
        .. mountPoints
            .Where(p => !Writable.Contains(p.Split('/')[1]) && !p.StartsWith("/usr/local/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    // What cannot be a mount point is for the check to report.
    private static IEnumerable<string> InMaps(Inputs inputs)
    {
        var files = inputs.Maps.Select(f => (Path: NodeFiles.MapPath(f.Name), Source: new SourceFile(f.Path, f.Text)));
        var maps = NodeMaps.Read([.. files.Select(f => new NodeFile(f.Path, EmbeddedText.OfFile(f.Path, f.Source), null))], []);
        return maps.Roots().Select(r => r.Path).Where(path => ValueForm.MountPoint(path).Problem is null);
    }
}
