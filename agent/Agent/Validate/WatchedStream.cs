using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Validate;

/// <summary>A stream that reports how far it has come, and ends when the command is to end.</summary>
/// <param name="inner">What is read.</param>
/// <param name="progress">Where progress is shown.</param>
/// <param name="cancel">Ends the reading between two pieces.</param>
internal sealed class WatchedStream(Stream inner, ProgressLine progress, CancellationToken cancel) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        cancel.ThrowIfCancellationRequested();
        var length = inner.Read(buffer);
        progress.Report(read += length);
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
