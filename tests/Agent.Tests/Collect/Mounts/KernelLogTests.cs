using System.Text;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Mounts;

public sealed class KernelLogTests : IDisposable
{
    private static readonly DateTimeOffset Boot = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("kmsg-");

    public void Dispose() => tree.Delete(recursive: true);

    [Fact]
    public void OkEndsTheComplaintAboutTheSameServerOnly()
    {
        var view = Read(
            "5,100,1000000,-;nfs: server nfs1 not responding, still trying",
            "5,101,2000000,-;nfs: server nfs2 not responding, still trying",
            "5,102,3000000,-;nfs: server nfs1 not responding, still trying",
            "5,103,4000000,-;nfs: server nfs2 OK");

        Assert.Equal(new KernelMessage(true, Boot.AddSeconds(1), "nfs: server nfs1 not responding, still trying"), view.Find("nfs1", ""));
        Assert.Equal(new KernelMessage(false, Boot.AddSeconds(4), "nfs: server nfs2 OK"), view.Find("nfs2", ""));
        Assert.Null(view.Find("nfs3", ""));
        Assert.NotNull(view.Find("nfs.example.com", "nfs1"));
    }

    [Fact]
    public void ASoftMountComplainsInOtherWords() =>
        Assert.True(Read("5,100,1,-;nfs: server [fd00::1] not responding, timed out").Find("[fd00::1]", "")!.Complains);

    [Theory]
    [InlineData("13,100,1,-;nfs: server nfs1 not responding, still trying")] // Facility 1: written by a user.
    [InlineData("6,100,1,-;lockd: server nfs1 not responding, still trying")]
    [InlineData("6,100,1,-;xnfs: server nfs1 OK")]
    [InlineData("6,100,1,-;nfs: server  OK")]
    [InlineData("6,100,1,-;nfs: server OK")]
    [InlineData("6,100,1,-;nfs: server nfs1 OK now")]
    [InlineData(" SUBSYSTEM=nfs: server nfs1 OK")]
    [InlineData("6,100;nfs: server nfs1 OK")]
    [InlineData("-6,100,1,-;nfs: server nfs1 OK")]
    [InlineData("nfs: server nfs1 OK")]
    [InlineData("")]
    public void WhatIsNotAWordOfTheKernelAboutAServerIsPassedOver(string line) => Assert.Empty(Read(line).Words);

    [Fact]
    public void AMessageInsideANameIsPartOfTheName()
    {
        var view = Read(@"6,1,1,-;nfs: server a OK\x0a6,2,2,-;nfs: server b not responding, still trying");

        Assert.Null(view.Find("a", ""));
        Assert.Null(view.Find("b", ""));
    }

    [Fact]
    public void AfterALossAnOpenComplaintCountsNoMore()
    {
        var view = Read("6,1,1,-;nfs: server a not responding, still trying", "6,2,1,-;nfs: server b OK").AfterLoss();

        Assert.Null(view.Find("a", ""));
        Assert.NotNull(view.Find("b", ""));
    }

    [Fact]
    public void TheNumberOfServersIsBounded()
    {
        var view = Read([.. Enumerable.Range(0, 3000).Select(i => $"6,1,1,-;nfs: server s{i} OK")]);

        Assert.Equal(KernelLogSnapshot.MaximumServers, view.Words.Count);
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[]>(noise => { KernelRecord.TryRead(noise, out _); }).QuickCheckThrowOnFailure();
        var text = Encoding.ASCII.GetBytes("6,100,99999999999999999999,-;nfs: server nfs1 not responding, still trying");
        Prop.ForAll<byte, int>((value, at) =>
        {
            var damaged = text.ToArray();
            damaged[(uint)at % damaged.Length] = value;
            KernelRecord.TryRead(damaged, out _);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ALogThatCannotBeReadIsASignalLess()
    {
        using var log = new KernelLog(new HostPaths(tree.FullName), new FakeTimeProvider(Boot));

        var view = log.Read();

        Assert.Empty(view.Words);
        Assert.Contains("No such file", view.Problem);
    }

    [Fact]
    public void WhatComesLaterIsReadInTheNextRound()
    {
        var file = Path.Combine(tree.CreateSubdirectory("dev").FullName, "kmsg");
        File.WriteAllText(file, "6,1,1,-;nfs: server a not responding, still trying\n SUBSYSTEM=x\n");
        using var log = new KernelLog(new HostPaths(tree.FullName), new FakeTimeProvider(Boot));
        Assert.True(log.Read().Find("a", "")!.Complains);

        File.AppendAllText(file, "6,2,2,-;nfs: server a OK\n");
        Assert.False(log.Read().Find("a", "")!.Complains);
    }

    [Fact]
    public void TheLogOfThisVeryKernelIsReadToItsEndAndWhatAUserWritesThereIsNotBelieved()
    {
        try
        {
            File.WriteAllText("/dev/kmsg", "<0>nfs: server forged-by-a-test not responding, still trying");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Assert.Skip($"/dev/kmsg: {e.Message}");
        }

        using var log = new KernelLog(HostPaths.Host, TimeProvider.System);
        var view = log.Read();
        Assert.SkipWhen(view.Problem.Length > 0, view.Problem);

        Assert.Null(view.Find("forged-by-a-test", ""));
    }

    private static KernelLogSnapshot Read(params string[] lines) =>
        lines.Aggregate(KernelLogSnapshot.Empty, (view, line) => view.After(Encoding.UTF8.GetBytes(line), Boot));
}
