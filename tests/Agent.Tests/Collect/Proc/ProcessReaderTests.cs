using System.Diagnostics;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

public class ProcessReaderTests
{
    [Fact]
    public void TheFieldsAreThoseOfTheManual()
    {
        const string Text = "42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 123 45 0 0 20 0 17 0 250 311296000 9800 18446744\n";

        Assert.Equal(new(TimeSpan.FromSeconds(1.68), 17, TimeSpan.FromSeconds(2.5), 311296000, 9800), ProcessStat.Parse(Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("42 (x) S 1 2 3")]
    public void SomethingElseIsNothing(string text) => Assert.Null(ProcessStat.Parse(text));

    [Fact]
    public void TheSoftLimitCounts()
    {
        Assert.Equal(1024, ProcessReader.MaxOpenFiles(["Max processes 7 7 processes", "Max open files      1024      524288    files"]));
        Assert.Null(ProcessReader.MaxOpenFiles(["Max open files      unlimited   unlimited   files"]));
        Assert.Null(ProcessReader.MaxOpenFiles([]));
    }

    [Fact]
    public void ItIsThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;

        var usage = new ProcessReader(HostPaths.Host, TimeProvider.System).Read()!;

        self.Refresh();
        var tick = TimeSpan.FromMilliseconds(20);
        Assert.InRange(usage.Processor, before - tick, self.TotalProcessorTime + tick);
        Assert.InRange(usage.Started, new DateTimeOffset(self.StartTime).AddSeconds(-1), new DateTimeOffset(self.StartTime).AddSeconds(1));
        Assert.InRange(usage.ResidentBytes, self.WorkingSet64 / 2, 2 * self.WorkingSet64);
        Assert.InRange(usage.VirtualBytes, self.VirtualMemorySize64 / 2, 2 * self.VirtualMemorySize64);
        Assert.InRange(usage.Threads, 2, 1000);
        Assert.True(usage.MaxOpenFiles is null || usage.OpenFiles < usage.MaxOpenFiles);
    }

    [Fact]
    public void DescriptorsAreCounted()
    {
        var reader = new ProcessReader(HostPaths.Host, TimeProvider.System);
        var before = reader.Read()!.OpenFiles;
        var files = Enumerable.Range(0, 300).Select(_ => File.OpenRead("/proc/self/stat")).ToArray();

        var after = reader.Read()!.OpenFiles;

        Array.ForEach(files, f => f.Dispose());
        Assert.InRange(after, before + 200, before + 400);
    }

    [Fact]
    public void WithoutProcNothingIsKnown()
    {
        var empty = Directory.CreateTempSubdirectory();

        Assert.Null(new ProcessReader(new HostPaths(empty.FullName), TimeProvider.System).Read());

        empty.Delete();
    }
}
