using System.Collections.Immutable;
using Automount.Files;
using AutomountAgent.Model;

namespace AutomountAgent.History;

/// <summary>What was read of a history.</summary>
/// <param name="Records">The records, oldest first.</param>
/// <param name="Unreadable">How many lines are none: what a kill or a crash of the node left, without the very last one.</param>
internal sealed record HistoryRead(ImmutableArray<HistoryRecord> Records, int Unreadable);

/// <summary>
/// The history on the disk: one file that only grows, and the one before it. A new one is begun when it would exceed
/// <see cref="MaxBytes"/>, so both have twice that at most. A kill at any byte costs the record that was being written and no other.
/// </summary>
/// <param name="folder">Where the files are. It is not made here: systemd makes it, with <c>StateDirectory=</c>.</param>
internal sealed class HistoryFile(string folder)
{
    /// <summary>The size of one file: about 3,000 records.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly string path = Path.Combine(folder, "history.jsonl");
    private readonly string older = Path.Combine(folder, "history.1.jsonl");

    /// <summary>Appends records, and returns when they are on the disk: a node with a hung mount is often reset.</summary>
    /// <param name="lines">Whole lines, at most <see cref="MaxBytes"/>.</param>
    /// <exception cref="IOException">They cannot be written; a part of them may have been.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        if (FileStatus.OfName(path) is { } status && status.Size + lines.Length > MaxBytes)
        {
            File.Move(path, older, overwrite: true);
        }

        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        EndLine(file);
        file.Write(lines);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the history; that of a node without one is empty.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public HistoryRead Read()
    {
        var records = ImmutableArray.CreateBuilder<HistoryRecord>();
        var (unreadable, isLastUnreadable) = (0, false);
        foreach (var record in Lines())
        {
            isLastUnreadable = record is null;
            if (record is null)
            {
                unreadable++;
            }
            else
            {
                records.Add(record);
            }
        }

        // The last line may be in the middle of being written.
        return new(records.ToImmutable(), isLastUnreadable ? unreadable - 1 : unreadable);
    }

    /// <summary>Reads the newest records, the newest last, and keeps no others in memory.</summary>
    /// <param name="max">At most so many.</param>
    /// <inheritdoc cref="Read"/>
    public ImmutableArray<HistoryRecord> ReadNewest(int max) => [.. Lines().OfType<HistoryRecord>().TakeLast(max)];

    /// <summary>The records of both files, oldest first; null for a line that is none.</summary>
    private IEnumerable<HistoryRecord?> Lines() => Lines(older).Concat(Lines(path)).Select(HistoryText.Parse);

    /// <summary>What a kill left of a line becomes a line of its own.</summary>
    private static void EndLine(FileStream file)
    {
        if (file.Length == 0)
        {
            return;
        }

        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
        {
            file.WriteByte((byte)'\n');
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = OpenIfThere(path);
        while (reader?.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static StreamReader? OpenIfThere(string path)
    {
        try
        {
            return new StreamReader(GuardedFile.Open(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
