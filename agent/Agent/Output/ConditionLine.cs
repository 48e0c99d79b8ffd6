using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Output;

/// <summary>
/// A condition of the node in one printable line. It has no time in it, so it is the same for as long as the same is wrong.
/// </summary>
internal static class ConditionLine
{
    private const int MaxMessage = 1024;

    /// <summary>
    /// The line, for example <c>AutomountReady is False: MountRequiredHung: mount/required-hung /data: A required path hangs</c>.
    /// </summary>
    public static string Of(NodeCondition condition) =>
        $"{condition.Type.Name()} is {condition.Status.Name()}: {condition.Reason}: {Printable.Escape(condition.Message, MaxMessage)}";
}
