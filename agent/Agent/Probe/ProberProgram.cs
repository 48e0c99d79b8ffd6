using System.Runtime.InteropServices;
using System.Text;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Probe;

/// <summary>
/// The hidden command <c>automount-agent prober</c>: the expendable process that touches paths for the agent. It reads requests from
/// standard input and answers each on standard output when its calls return (<see cref="ProberProtocol"/>). It ends when standard input
/// closes, also in the middle of a call that hangs: closing is all that a dying agent can do. (PR_SET_PDEATHSIG would not do: it fires when
/// the <em>thread</em> that started the child ends, and threads of a pool do.)
/// </summary>
internal static class ProberProgram
{
    private const int Input = 0;
    private const int Output = 1;

    private static readonly Lock Saying = new();

    /// <summary>Serves until standard input closes, then ends the process; it does not return.</summary>
    public static int Run()
    {
        Say($"{ProberProtocol.Ready}\n");
        ReadRequests();

        // Not a return: the runtime must not wait for threads that may be in a call that never returns.
        LibCProcess.Exit(0);
        return 0;
    }

    /// <summary>
    /// Each request has a thread of its own, because each may hang; the agent sends at most <see cref="Prober.MostAtOnce"/>.
    /// </summary>
    private static void Begin(long id, ProberRequest? request) =>
        new Thread(() => Say(ProberProtocol.FormatAnswer(id, Answer(request)))) { IsBackground = true, Name = "prober" }.Start();

    private static ProbeAnswer Answer(ProberRequest? request) => request switch
    {
        null => new(LibCErrno.Invalid),
        { Verb: ProberVerb.Probe } => PathToucher.Touch(request.Path, HostPaths.Host),
        _ => StaleUnmount.Run(request, HostPaths.Host),
    };

    private static void ReadRequests()
    {
        var buffer = new byte[ProberProtocol.MaximumLine];
        var length = 0;
        while (length < buffer.Length && Receive(buffer.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            for (int end; (end = buffer.AsSpan(0, length).IndexOf((byte)'\n')) >= 0;)
            {
                var request = ProberProtocol.ReadRequest(buffer.AsSpan(0, end), out var id);
                Begin(id, request);
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
            }
        }
    }

    /// <summary>Reads what there is; 0 at the end or after an error.</summary>
    private static int Receive(Span<byte> buffer)
    {
        nint count;
        do
        {
            count = LibCFiles.Read(Input, ref buffer[0], buffer.Length);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LibCErrno.Interrupted);

        return (int)Math.Max(count, 0);
    }

    /// <summary>Writes a line in one call. An error needs no care: the agent is gone, and standard input closes as well.</summary>
    private static void Say(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line);
        lock (Saying)
        {
            LibCFiles.Write(Output, in bytes[0], bytes.Length);
        }
    }
}
