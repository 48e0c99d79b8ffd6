using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// Reads the mount table of this process. While its text is the same, byte for byte, so is the instance that comes back: nothing is parsed
/// again. Not thread-safe; a table is valid until another one was read.
/// </summary>
/// <param name="host">Where the file is.</param>
internal sealed class MountTableReader(HostPaths host)
{
    /// <summary>A table that changes while it is read is read again, this often at most.</summary>
    private const int MaxReads = 3;

    private byte[] text = new byte[64 * 1024]; // Of the last table, which refers to it.
    private byte[] next = new byte[64 * 1024];
    private int length;
    private MountTable? table;

    /// <summary>Reads the table.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public MountTable Read(CancellationToken cancel)
    {
        for (var reads = 1; ; reads++)
        {
            cancel.ThrowIfCancellationRequested();
            var read = ReadOnce();
            if (read.IsConsistent || reads == MaxReads)
            {
                return read;
            }
        }
    }

    private MountTable ReadOnce()
    {
        var count = ReadText();
        if (table is not null && next.AsSpan(0, count).SequenceEqual(text.AsSpan(0, length)))
        {
            return table;
        }

        (text, next, length) = (next, text, count);
        return table = MountTable.Parse(text.AsMemory(0, length));
    }

    private int ReadText()
    {
        using var file = new FileStream(host.MountInfo, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var total = 0;
        for (int count; (count = file.Read(next, total, next.Length - total)) > 0;)
        {
            total += count;
            if (total == next.Length)
            {
                Array.Resize(ref next, 2 * total);
            }
        }

        return total;
    }
}
