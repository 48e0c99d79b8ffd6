using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>Whether mounts below an autofs mount reach containers. Pure.</summary>
internal static class PropagationEvidence
{
    /// <summary>A clause.</summary>
    public static string Of(AutofsRoot root)
    {
        if (!root.ParentShared)
        {
            return "what it is mounted on is private, so containers do not get it";
        }

        return root.Shared
            ? "shared, so mounts reach containers whose mountPropagation is HostToContainer"
            : "private, so mounts do not reach containers";
    }
}
