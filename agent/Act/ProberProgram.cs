using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using AutomountAgent.Configuration;
using AutomountAgent.Native;

namespace AutomountAgent.Act;

/// <summary>
/// The hidden command <c>automount-agent prober</c>: the expendable process that touches paths for the agent. It reads requests from
/// standard input and answers them one at a time on standard output (<see cref="ProberProtocol"/>). It ends when standard input closes,
/// also in the middle of a call that hangs: closing is all that a dying agent can do. (PR_SET_PDEATHSIG would not do: it fires when the
/// <em>thread</em> that started the child ends, and threads of a pool do.)
/// </summary>
public static unsafe class ProberProgram
{
    private const int Input = 0;
    private const int Output = 1;

    /// <summary>Serves until standard input closes, then ends the process; it does not return.</summary>
    public static int Run()
    {
        using var requests = new BlockingCollection<(long Id, byte[] Path)>();
        var worker = new Thread(() => Serve(requests)) { IsBackground = true, Name = "prober" };
        worker.Start();
        ReadRequests(requests);

        // Not a return: the runtime must not wait for the worker, which may be in a call that never returns.
        LibCProcess.Exit(0);
        return 0;
    }

    private static void Serve(BlockingCollection<(long Id, byte[] Path)> requests)
    {
        Say($"{ProberProtocol.Ready}\n");
        foreach (var (id, path) in requests.GetConsumingEnumerable())
        {
            Say(ProberProtocol.FormatAnswer(id, path.Length == 0 ? new(LibCErrno.Invalid) : PathToucher.Touch(path, HostPaths.Host)));
        }
    }

    private static void ReadRequests(BlockingCollection<(long Id, byte[] Path)> requests)
    {
        var buffer = new byte[ProberProtocol.MaximumLine];
        var length = 0;
        while (length < buffer.Length && Receive(buffer.AsSpan(length)) is > 0 and var count)
        {
            length += count;
            for (int end; (end = buffer.AsSpan(0, length).IndexOf((byte)'\n')) >= 0;)
            {
                ProberProtocol.TryReadRequest(buffer.AsSpan(0, end), out var id, out var path);
                requests.Add((id, path));
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
            }
        }
    }

    /// <summary>Reads what there is; 0 at the end or after an error.</summary>
    private static int Receive(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            nint count;
            do
            {
                count = LibCFiles.Read(Input, pointer, buffer.Length);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == LibCErrno.Interrupted);

            return (int)Math.Max(count, 0);
        }
    }

    /// <summary>Writes a line in one call. An error needs no care: the agent is gone, and standard input closes as well.</summary>
    private static void Say(string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line);
        fixed (byte* pointer = bytes)
        {
            LibCFiles.Write(Output, pointer, bytes.Length);
        }
    }
}
