using System.Runtime.InteropServices;
using System.Text;

namespace AutomountAgent.Interop;

/// <summary>uname(2): what the kernel says of itself and of the machine.</summary>
/// <param name="Node">Name of the node: may be short or fully qualified.</param>
/// <param name="Release">Release of the kernel, for example <c>5.14.0-427.el9.x86_64</c>.</param>
/// <param name="Version">Its build, for example <c>#1 SMP PREEMPT_DYNAMIC</c> and a date.</param>
/// <param name="Machine">Hardware, for example <c>x86_64</c>.</param>
internal sealed unsafe partial record LibCUname(string Node, string Release, string Version, string Machine)
{
    /// <summary>Length of each field of <c>struct utsname</c> on Linux, its NUL included.</summary>
    private const int FieldLength = 65;

    /// <summary>Asks the kernel.</summary>
    public static LibCUname Read()
    {
        // sysname, nodename, release, version, machine, domainname
        var fields = stackalloc byte[6 * FieldLength];
        return uname(fields) == 0
            ? new(Field(fields, 1), Field(fields, 2), Field(fields, 3), Field(fields, 4))
            : throw new IOException($"uname: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    private static string Field(byte* fields, int index)
    {
        var field = new ReadOnlySpan<byte>(fields + (index * FieldLength), FieldLength);
        return Encoding.UTF8.GetString(field[..Math.Max(field.IndexOf((byte)0), 0)]);
    }

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int uname(byte* fields);
}
