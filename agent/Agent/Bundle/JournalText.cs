using System.Text;
using Automount.Text;

namespace AutomountAgent.Bundle;

/// <summary>Reads the newest entries of the journal that match one of some groups of fields; a negative result is an errno.</summary>
internal delegate int ReadNewest(IReadOnlyList<string[]> groups, int max, Action<DateTimeOffset, string> take);

/// <summary>The newest lines of the journal, as text.</summary>
/// <param name="read">Reads the journal.</param>
internal sealed class JournalText(ReadNewest read)
{
    /// <summary>So many entries of a unit.</summary>
    public const int MaxEntries = 2000;

    /// <summary>So many messages of the kernel are searched for those about NFS.</summary>
    public const int MaxKernelEntries = 20_000;

    private const int MaxMessage = 2048;

    private static readonly string[] KernelWords =
        ["nfs:", "NFS:", "NFS4:", "nfs4", "NFSv", "NFSD", "RPC:", "rpc", "sunrpc", "lockd", "autofs", "blocked for more than"];

    /// <summary>What a unit wrote, and what systemd wrote about it.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public string OfUnit(string unit) =>
        Read([[$"_SYSTEMD_UNIT={unit}"], [$"UNIT={unit}", "_PID=1"]], MaxEntries, _ => true);

    /// <summary>What the kernel wrote about NFS, RPC, autofs, and tasks that hang.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public string OfKernel() => Read(
        [["_TRANSPORT=kernel"]], MaxKernelEntries, message => KernelWords.Any(word => message.Contains(word, StringComparison.Ordinal)));

    private string Read(IReadOnlyList<string[]> groups, int max, Func<string, bool> isMeant)
    {
        var lines = new StringBuilder();
        var result = read(groups, max, (at, message) =>
        {
            if (isMeant(message))
            {
                lines.Append($"{Rfc3339.Of(at)} {Printable.Escape(message, MaxMessage)}\n");
            }
        });
        return result >= 0 ? lines.ToString() : throw new IOException($"the journal cannot be read (errno {-result})");
    }
}
