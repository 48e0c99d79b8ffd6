using System.Collections.Immutable;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>Where automount will mount. Pure.</summary>
public static class MountPoints
{
    /// <summary>What is below these can be made at run time; /mnt and the like are links into /var.</summary>
    private static readonly ImmutableArray<string> Writable = ["var", "home", "root", "srv", "mnt", "opt", "run", "tmp", "etc"];

    /// <summary>The mount points of the values and of the snippets of the master map, each once, in that order.</summary>
    public static ImmutableArray<string> Of(EmitValues values, Inputs inputs) =>
    [
        .. values.MountPoints
            .Concat(inputs.Maps.Where(f => f.Name.EndsWith(".autofs", StringComparison.Ordinal)).SelectMany(f => InMasterMap(f, inputs)))
            .Distinct(),
    ];

    /// <summary>Those whose folder must be in the image, because the root of a node cannot be written at run time.</summary>
    public static ImmutableArray<string> ToMake(ImmutableArray<string> mountPoints) =>
    [
        .. mountPoints
            .Where(p => !Writable.Contains(p.Split('/')[1]) && !p.StartsWith("/usr/local/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> InMasterMap(InputFile snippet, Inputs inputs)
    {
        foreach (var fields in Lines(snippet))
        {
            // A direct map has its mount points as keys, auto_master(5).
            var direct = fields[0] == "/-" && fields.Length > 1 ? inputs.Maps.FirstOrDefault(f => $"/etc/{f.Name}" == fields[1] || f.Name == fields[1]) : null;
            foreach (var point in direct is null ? [fields[0]] : Lines(direct).Select(l => l[0]))
            {
                if (ValueForm.MountPoint(point) is { Problem: null } clean)
                {
                    yield return clean.Value;
                }
            }
        }
    }

    private static IEnumerable<string[]> Lines(InputFile file) =>
        file.Text.Split('\n').Select(l => l.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).Where(l => l is [['/', ..], ..]);
}
