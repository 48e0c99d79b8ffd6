using Automount.Catalog;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Options that a bind mount ignores: with <c>fstype=bind</c>, and where a location of NFS is a directory of the node.</summary>
internal static class BindFaults
{
    /// <summary>More options are not named.</summary>
    private const int MaxNamed = 8;

    private static readonly string[] OfNfs =
        ["soft", "hard", "softerr", "vers", "nfsvers", "proto", "timeo", "retrans", "rsize", "wsize", "sec", "port", "nolock"];

    /// <summary>Of a local location automount hands on <c>ro</c> alone (autofs: modules/mount_nfs.c); these ask for nothing else.</summary>
    private static readonly string[] WithoutLoss = ["ro", "rw", "defaults", "fstype", "suid", "dev", "exec"];

    /// <summary>Checks the options of <c>fstype=bind</c>.</summary>
    public static IEnumerable<OptionFault> Of(OptionText text)
    {
        foreach (var option in text.All)
        {
            if (OfNfs.Contains(option.Split('=')[0]))
            {
                yield return new OptionFault(MapOptionFindings.BindOptions, option,
                    $"{EntryError.Quote(option)} has no effect on a bind mount");
            }
        }
    }

    /// <summary>Checks the options of a location <c>:/path</c>, all of them as one fault.</summary>
    public static IEnumerable<OptionFault> OfLocation(OptionText text)
    {
        var lost = text.All.Where(o => !WithoutLoss.Contains(o.Split('=')[0])).Distinct().ToList();
        if (lost.Count > 0)
        {
            var (options, have) = (string.Join(", ", lost.Take(MaxNamed).Select(EntryError.Quote)), lost.Count == 1 ? "has" : "have");
            const string because = "automount binds a local directory, whatever fstype says, and hands on ro only";
            yield return new OptionFault(MapOptionFindings.BindOptions, lost[0], $"{options} {have} no effect: {because}");
        }
    }
}
