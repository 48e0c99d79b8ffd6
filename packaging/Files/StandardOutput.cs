using System.Runtime.InteropServices;
using System.Text;

namespace AutomountPackaging.Files;

/// <summary>Standard output could not be written: its file system is full, or nobody reads it.</summary>
internal sealed class OutputException(string why) : IOException(why);

/// <summary>
/// Standard output as write(2) sees it. Not that of <see cref="Console"/>, which is silent when nobody reads the pipe: half a document
/// would end with status 0.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Lets all of the program write through it.</summary>
    public static void Install()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(new StreamWriter(new StandardOutput(), encoding) { AutoFlush = true });
    }

    /// <summary>Writes a document.</summary>
    public static void Write(byte[] document)
    {
        using var output = new StandardOutput();
        output.Write(document, 0, document.Length);
    }

    /// <exception cref="OutputException">It cannot be written.</exception>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="OutputException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = LibC.Write(Descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
            }
            else if (Marshal.GetLastPInvokeError() is not LibC.Interrupted and var error)
            {
                throw new OutputException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
