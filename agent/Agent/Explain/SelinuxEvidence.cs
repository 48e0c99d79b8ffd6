using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>Which SELinux booleans refuse containers what is mounted. Pure.</summary>
internal static class SelinuxEvidence
{
    /// <summary>A clause; null when none is off, or SELinux is not enforcing.</summary>
    public static string? Of(MountsSnapshot mounts) => mounts.SelinuxOff.IsEmpty
        ? null
        : $"SELinux refuses containers NFS: {Wording.Some(mounts.SelinuxOff)} {Wording.Of(mounts.SelinuxOff.Length, "is", "are")} off";
}
