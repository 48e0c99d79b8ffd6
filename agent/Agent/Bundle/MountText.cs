using System.Text;
using Automount.Text;
using AutomountAgent.Collect.Proc;

namespace AutomountAgent.Bundle;

/// <summary>What of the mount table and of its statistics is about NFS and autofs. Pure.</summary>
internal static class MountText
{
    /// <summary>Two paths and the options of a mount.</summary>
    private const int MaxLine = 16 * 1024;

    private static readonly string[] Types = ["nfs", "nfs4", "autofs"];

    /// <summary>The lines of mountinfo (proc(5)).</summary>
    public static string Table(byte[] mountInfo)
    {
        var lines = new StringBuilder();
        foreach (var range in mountInfo.AsSpan().Split((byte)'\n'))
        {
            var text = mountInfo.AsSpan()[range];
            if (MountLine.TryRead(text, out var line) && Types.Contains(Encoding.UTF8.GetString(line.FileSystem)))
            {
                lines.Append(Printable.Escape(Encoding.UTF8.GetString(text), MaxLine)).Append('\n');
            }
        }

        return lines.ToString();
    }

    /// <summary>The blocks of mountstats (proc(5)), each from its line <c>device</c> to the next one.</summary>
    public static string Statistics(byte[] mountStats)
    {
        var lines = new StringBuilder();
        var isMeant = false;
        foreach (var line in Encoding.UTF8.GetString(mountStats).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var isDevice = line.StartsWith("device ", StringComparison.Ordinal);
            isMeant = isDevice ? IsMeant(line) : isMeant;
            if (isMeant)
            {
                lines.Append(isDevice ? Printable.Escape(line, MaxLine) : line).Append('\n'); // The others have tabs, and no names.
            }
        }

        return lines.ToString();
    }

    /// <summary><c>device nfs1:/x mounted on /home/x with fstype nfs4 statvers=1.1</c>; the names have no blanks.</summary>
    private static bool IsMeant(ReadOnlySpan<char> line)
    {
        const string Before = " with fstype ";
        var at = line.LastIndexOf(Before);
        var type = at < 0 ? [] : line[(at + Before.Length)..];
        var end = type.IndexOf(' ');
        return Types.Contains((end < 0 ? type : type[..end]).ToString());
    }
}
