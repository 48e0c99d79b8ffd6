using System.Globalization;
using Automount.Text;

namespace AutomountAgent.Probe;

/// <summary>One mount of some mount namespace.</summary>
/// <param name="Id">Its id, which no other mount of any namespace has.</param>
/// <param name="Parent">Id of the mount that it is mounted on.</param>
/// <param name="Device">major:minor of its superblock.</param>
/// <param name="MountPoint">Where it is mounted, as seen in that namespace.</param>
/// <param name="Receives">Mounts and unmounts on it reach it from elsewhere: it has a tag <c>shared:</c> or <c>master:</c>.</param>
/// <param name="FileSystem">Type of the file system.</param>
/// <param name="Source">What is mounted. One superblock may serve several sources.</param>
internal sealed record NamespaceMount(
    int Id, int Parent, string Device, string MountPoint, bool Receives, string FileSystem, string Source);

/// <summary>The mounts of one mount namespace that matter to the search for their users: NFS and autofs. Pure, never throws.</summary>
internal sealed record NamespaceMounts(IReadOnlyList<NamespaceMount> Mounts)
{
    /// <summary>Reads mountinfo (proc(5)); what is not a line of it is left out.</summary>
    public static NamespaceMounts Parse(string text)
    {
        var mounts = new List<NamespaceMount>();
        foreach (var line in text.Split('\n'))
        {
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-", Math.Min(6, fields.Length));
            if (dash < 0 || dash + 2 >= fields.Length || !Number(fields[0], out var id) || !Number(fields[1], out var parent))
            {
                continue;
            }

            var receives = fields[6..dash].Any(
                tag => tag.StartsWith("shared:", StringComparison.Ordinal) || tag.StartsWith("master:", StringComparison.Ordinal));
            mounts.Add(new(id, parent, fields[2], Text(fields[4]), receives, fields[dash + 1], Text(fields[dash + 2])));
        }

        return new(mounts);
    }

    /// <summary>The NFS mount of automount with this mount point and device that is on top there; null when there is none.</summary>
    public NamespaceMount? Find(string mountPoint, string device)
    {
        var found = Mounts.LastOrDefault(mount => mount.MountPoint == mountPoint);
        return found is { FileSystem: "nfs" or "nfs4" } && found.Device == device && ParentOf(found) is { FileSystem: "autofs" }
            ? found
            : null;
    }

    /// <summary>The mount that a mount stands on; null when it is not listed.</summary>
    public NamespaceMount? ParentOf(NamespaceMount mount) => Mounts.FirstOrDefault(other => other.Id == mount.Parent);

    private static bool Number(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Text(string field) => ProcText.Decode(System.Text.Encoding.Latin1.GetBytes(field));
}
