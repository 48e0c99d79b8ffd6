using System.Runtime.Versioning;
using System.Text;
using AutomountAgent.History;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.History;

/// <summary>The history on the disk: what a kill, a full file and other programs leave of it.</summary>
public sealed class HistoryFileTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 14, 5, 30, TimeSpan.Zero);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("history-");
    private readonly HistoryFile file;

    public HistoryFileTests() => file = new HistoryFile(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);

    private string Current => Path.Combine(folder.FullName, "history.jsonl");

    [Fact]
    public void WhatWasWrittenIsReadAgain()
    {
        HistoryRecord[] records =
        [
            Raised("nfs1"),
            new(Time, "b1", HistoryEvents.Map) { Map = "auto.home", Key = "alice", Change = "moved", Before = "a:/x", Now = "b:/x \"\\ü" },
        ];

        file.Append(HistoryText.Lines(records[..1]));
        file.Append(HistoryText.Lines(records[1..]));

        Assert.Equal(records, file.Read().Records);
    }

    [Fact]
    public void ANodeWithoutHistoryHasNone() => Assert.Empty(new HistoryFile("/nonexistent").Read().Records);

    [Fact]
    [SupportedOSPlatform("linux")]
    public void ItIsForNobodyElse()
    {
        file.Append(HistoryText.Lines([Raised("nfs1")]));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Current));
    }

    /// <summary>Whatever byte of a record was the last one on the disk: no other record is lost, and the next one is read.</summary>
    [Fact]
    public void AKillAtAnyByteCostsOneRecord()
    {
        var whole = HistoryText.Lines([Raised("nfs1"), Raised("nfs2")]);
        var first = whole.AsSpan().IndexOf((byte)'\n') + 1;
        for (var cut = first; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(Current, whole[..cut]);

            var torn = file.Read();
            file.Append(HistoryText.Lines([Raised("nfs3")]));
            var after = file.Read();

            // Without its newline alone, the record is whole.
            string[] kept = cut == whole.Length - 1 ? ["nfs1", "nfs2"] : ["nfs1"];
            Assert.Equal(kept, torn.Records.Select(r => r.Subject));
            Assert.Equal(0, torn.Unreadable);
            Assert.Equal([.. kept, "nfs3"], after.Records.Select(r => r.Subject));
            Assert.Equal(cut > first && cut < whole.Length - 1 ? 1 : 0, after.Unreadable);
        }
    }

    [Theory]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"time\":\"never\",\"boot\":\"\",\"event\":\"raised\"}")]
    [InlineData("{\"time\":\"2026-03-01T14:05:30Z\",\"boot\":null,\"event\":\"raised\"}")]
    public void ALineThatIsNoneIsCounted(string line)
    {
        file.Append(Encoding.UTF8.GetBytes(line + '\n'));
        file.Append(HistoryText.Lines([Raised("nfs1")]));

        var read = file.Read();

        Assert.Equal("nfs1", Assert.Single(read.Records).Subject);
        Assert.Equal(1, read.Unreadable);
    }

    /// <summary>Whatever happens, two files of a bounded size; the newest records are always there, without a gap.</summary>
    [Fact]
    public void ItHasABoundAndKeepsTheNewest()
    {
        var long100 = Enumerable.Range(0, 100).Select(_ => Raised(new string('x', 900))).ToArray();
        var batch = HistoryText.Lines(long100);
        for (var i = 0; i < 40; i++)
        {
            file.Append(batch);
            file.Append(HistoryText.Lines([Raised($"nfs{i}")]));
        }

        var sizes = folder.GetFiles().Select(f => f.Length).ToArray();
        var marked = file.Read().Records.Select(r => r.Subject!).Where(s => s.StartsWith("nfs", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, sizes.Length);
        Assert.All(sizes, size => Assert.InRange(size, 1, HistoryFile.MaxBytes));
        Assert.Equal(Enumerable.Range(40 - marked.Length, marked.Length).Select(i => $"nfs{i}"), marked);
        Assert.InRange(marked.Length, 10, 39);
    }

    private static HistoryRecord Raised(string subject) =>
        new(Time, "b1", HistoryEvents.Raised) { Code = "server/hung", Severity = "error", Subject = subject, Message = "it hangs" };
}
