using AgentTests.Support;
using Automount.Configuration;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using AutomountAgent.Output.Journal;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Hosting;

/// <summary>One round on a node whose maps are files: what <c>check</c> sees.</summary>
public sealed class FileMapsRoundTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("root");

    public FileMapsRoundTests()
    {
        Write("etc/nsswitch.conf", "automount: files\n");
        Write("proc/self/mountinfo", "");
        Write("proc/self/mountstats", "");
    }

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task FaultsInMapFilesAndOfTheirServersAreFoundInOneRound()
    {
        Write("etc/auto.master", "/data /etc/auto.data\n");
        Write("etc/auto.data", "bad nfs1:exports\ngone -fstype=nfs4 filer.invalid:/x\n");

        var state = await RoundAsync();
        var report = Some.Judge(state, null, Some.Time).Report;

        Assert.Contains(report.Findings, f => f.Kind.Code == "map/bad-entry");
        Assert.Contains(report.Findings, f => f.Kind.Code == "server/unresolvable");
        Assert.DoesNotContain(report.Findings, f => f.Kind.Code == "map/file-missing");
    }

    [Fact]
    public async Task AnExistingFileThatIsNamedWithoutAPathIsNotMissing()
    {
        Write("etc/auto.master", "/m auto.a\n");
        Write("etc/auto.a", "x -fstype=nfs4 filer.invalid:/x\n");

        var report = Some.Judge(await RoundAsync(), null, Some.Time).Report;

        var map = report.Links.Single(l => l.Link == Link.Map);
        Assert.Equal((Verdict.Ok, ""), (map.State, string.Join(' ', map.Findings.Select(f => f.Kind.Code))));
    }

    /// <summary>No sssd, no directory: what they are for is not needed here.</summary>
    [Fact]
    public async Task SssdAndDirectoryAreNotUsedWhereMapsAreFiles()
    {
        Write("etc/auto.master", "/m auto.a\n");
        Write("etc/auto.a", "x -fstype=nfs4,nosuid,nodev filer.invalid:/x\n");

        var report = Some.Judge(await RoundAsync(), null, Some.Time).Report;

        Assert.All(
            report.Links.Where(l => l.Link is Link.Directory or Link.Sssd),
            link => Assert.Equal(
                (Verdict.Ok, "not used: the automount line of nsswitch.conf is \"files\", and there is no sssd.conf"),
                (link.State, link.Reason)));
    }

    [Fact]
    public async Task ADirectKeyBelowALinkOfAnotherNameIsMounted()
    {
        Write("etc/auto.master", "/- auto.d\n");
        Write("etc/auto.d", "/tools/a -fstype=nfs4,nosuid,nodev filer.invalid:/x\n");
        Write("var/opt/t/readme", "");
        File.CreateSymbolicLink(Path.Combine(root.FullName, "tools"), "/var/opt/t");
        Write(
            "proc/self/mountinfo",
            "42 27 0:39 / /var/opt/t/a rw shared:9 - autofs auto.d rw,fd=5,pgrp=2,timeout=10,direct,pipe_ino=61\n");

        var state = (await RoundAsync()).WithKnownMaps();

        Assert.Equal("/var/opt/t/a", state.Maps.KernelPath("/tools/a"));
        var codes = Some.Judge(state, null, Some.Time).Report.Findings.Select(f => f.Kind.Code).ToList();
        Assert.DoesNotContain("automount/root-missing", codes);
        Assert.DoesNotContain("automount/root-stale", codes);
    }

    private async Task<NodeState> RoundAsync()
    {
        var (paths, store) = (new HostPaths(root.FullName), new NodeStore());
        var changes = new FindingLog(NullLogger<FindingLog>.Instance);
        var clock = new SteadyClock(TimeProvider.System);
        using var derivation = new MapDerivation(clock);
        using var watch = new NodeWatch(new Settings(), paths, new Counters(), clock, NullLoggerFactory.Instance, changes, derivation);
        await watch.Plan.RunOnceAsync(store, TestContext.Current.CancellationToken);
        return store.State;
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
