using System.Buffers.Text;
using Automount.Text;

namespace AutomountAgent.Model;

/// <summary>What the kernel says about an NFS server (linux: net/sunrpc/clnt.c).</summary>
internal enum KernelSays
{
    /// <summary><c>not responding, still trying</c>: a request on a hard mount waits.</summary>
    StillTrying,

    /// <summary><c>not responding, timed out</c>: a request on a soft mount failed.</summary>
    TimedOut,

    /// <summary><c>OK</c>: a request that was complained about got its reply.</summary>
    Ok,
}

/// <summary>A record of the kernel log about an NFS server.</summary>
/// <param name="Server">The server, as the mount names it.</param>
/// <param name="Says">What is said of it.</param>
/// <param name="SinceBoot">When, on the kernel's clock.</param>
/// <param name="Text">The whole message.</param>
internal readonly record struct KernelRecord(string Server, KernelSays Says, TimeSpan SinceBoot, string Text)
{
    private const int MaxText = 512;

    /// <summary>
    /// Reads a record of /dev/kmsg (Documentation/ABI/testing/dev-kmsg): <c>priority,sequence,microseconds,flags;message</c>. Only the
    /// kernel can write one with facility 0, so what a user writes into the log is not believed. False for every other record. Never
    /// throws.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out KernelRecord record)
    {
        record = default;
        var semicolon = line.IndexOf((byte)';');
        if (semicolon < 0 || line.Length > MaxText)
        {
            return false;
        }

        var header = line[..semicolon];
        var message = line[(semicolon + 1)..];
        if (!Number(ref header, out var priority)
            || priority >> 3 != 0
            || !Number(ref header, out _)
            || !Number(ref header, out var microseconds))
        {
            return false;
        }

        if (!message.StartsWith("nfs: server "u8) || Read(message["nfs: server ".Length..]) is not { } found)
        {
            return false;
        }

        record = new(found.Server, found.Says, TimeSpan.FromMicroseconds(Math.Min(microseconds, (long)1e15)), ProcText.Decode(message));
        return true;
    }

    /// <summary>From the end, because the name is whatever somebody mounted.</summary>
    private static (string Server, KernelSays Says)? Read(ReadOnlySpan<byte> rest)
    {
        if (Cut(rest, " not responding, still trying"u8) is { } trying)
        {
            return (trying, KernelSays.StillTrying);
        }

        if (Cut(rest, " not responding, timed out"u8) is { } timedOut)
        {
            return (timedOut, KernelSays.TimedOut);
        }

        return Cut(rest, " OK"u8) is { } ok ? (ok, KernelSays.Ok) : null;
    }

    private static string? Cut(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> end) =>
        rest.EndsWith(end) && rest.Length > end.Length ? ProcText.Decode(rest[..^end.Length]) : null;

    private static bool Number(ref ReadOnlySpan<byte> header, out long value)
    {
        if (!Utf8Parser.TryParse(header, out value, out var used) || value < 0)
        {
            return false;
        }

        header = header[used..];
        header = header.IsEmpty ? header : header[1..];
        return true;
    }
}
