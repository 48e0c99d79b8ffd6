using System.Runtime.InteropServices;
using System.Text;

namespace Automount.Files;

/// <summary>Standard output cannot be written: a full device, a closed pipe.</summary>
/// <param name="reason">The error of the system.</param>
public sealed class StandardOutputException(string reason) : IOException(reason);

/// <summary>
/// Standard output, whose failures are exceptions of their own. The console of .NET takes a closed pipe for success: half a document would
/// end with status 0.
/// </summary>
public sealed partial class StandardOutput : Stream
{
    private const int Descriptor = 1;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes it what the console writes to.</summary>
    public static void Install()
    {
        // .NET ignores SIGPIPE from here on: a closed pipe is an error of write(2) then, and not the end of the process.
        Console.Out.Flush();
        Console.SetOut(
            new StreamWriter(new StandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
    }

    /// <summary>Writes a document.</summary>
    /// <exception cref="StandardOutputException">It cannot be written.</exception>
    public static void WriteDocument(ReadOnlySpan<byte> document)
    {
        using var output = new StandardOutput();
        output.Write(document);
    }

    /// <inheritdoc/>
    /// <exception cref="StandardOutputException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Write(Descriptor, in buffer[0], buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>An interrupted call is made again; a pipe that another process has made non-blocking is waited for.</summary>
    private static void WaitOrThrow(int error)
    {
        const int Interrupted = 4;
        const int Again = 11;
        const short PollOut = 4;
        if (error == Again)
        {
            var wanted = new Waiting { Descriptor = Descriptor, Wanted = PollOut };
            _ = Poll(ref wanted, 1, Timeout.Infinite);
        }
        else if (error != Interrupted)
        {
            throw new StandardOutputException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, in byte buffer, nint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Waiting waiting, nuint count, int milliseconds);

    /// <summary><c>struct pollfd</c> (poll(2)).</summary>
    private struct Waiting
    {
        public int Descriptor;
        public short Wanted;
        public short Returned;
    }
}
