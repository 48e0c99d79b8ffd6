using System.Text.Json;
using NodeTests.Support;

namespace NodeTests;

/// <summary><c>automount-agent explain PATH</c>, asked for paths that work and for paths that do not, without mounting any.</summary>
[Collection("node")]
public class ExplainTests
{
    [Fact]
    public void APathThatWorksIsOkInOneLine()
    {
        var result = Shell.Run("automount-agent explain --quiet /home/dale");

        Assert.Equal((0, "/home/dale: ok\n"), (result.Status, result.Output));
    }

    [Fact]
    public void APathThatIsNotMountedStaysSoAndItsExportIsFound()
    {
        NotMounted("/data/projects");

        var steps = Explain("/data/projects", 0);

        Assert.False(Mounts.Has("/data/projects"));
        Assert.Contains("exports the path", steps["server"].Evidence);
        Assert.Contains("not mounted now", steps["mount"].Evidence);
        Assert.All(steps.Values, step => Assert.Equal("ok", step.State));
    }

    [Fact]
    public void WithTriggerItIsMounted()
    {
        NotMounted("/data/projects");

        Explain("/data/projects", 0, "--trigger");

        Assert.True(Mounts.Has("/data/projects"));
    }

    [Fact]
    public void AnExportThatIsGoneIsBrokenAtTheServer()
    {
        // In the map, and removed from nfs1.
        var steps = Explain("/home/ghost", 1);

        Assert.Equal("broken", steps["server"].State);
        Assert.Contains("no ghost in ", steps["server"].Evidence);
        Assert.Equal("ok", steps["map"].State);
        Assert.Equal("ok", steps["automount"].State);
    }

    /// <summary>exports(5) without insecure: a port below 1024 is needed, which the drop-in allows the daemon.</summary>
    [Fact]
    public void WithItsDropInTheDaemonIsToldAsWell()
    {
        const string DropIn = "/etc/systemd/system/automount-agent.service.d";
        const string AsNobody = "runuser -u nobody -- automount-agent explain --quiet /home/ghost";
        Assert.StartsWith("/home/ghost: ok; whether it is exported ", Shell.Run(AsNobody).Output);
        Shell.Must(
            $"mkdir -p {DropIn}; ln -s /usr/lib/automount-agent/automount-agent.service.d/export-check.conf {DropIn}; systemctl " +
            "daemon-reload; systemctl restart automount-agent",
            90);
        try
        {
            Assert.StartsWith("/home/ghost: broken at server", Shell.Run(AsNobody).Output);
        }
        finally
        {
            Shell.Run($"rm -rf {DropIn}; systemctl daemon-reload; systemctl restart automount-agent", 90);
            Agent.WaitFor("healthy afterwards", c => c.IsHealthy, TimeSpan.FromSeconds(60));
        }
    }

    [Fact]
    public void GaneshaIsAskedAsWellAndAMissingKeyHasItsNeighbours()
    {
        Shell.Must("site-ldap break missing-export");
        try
        {
            const string Asked = "automount-agent explain --output json /scratch/noexport";
            Shell.Must(Shell.Until($"{Asked} | grep -q 'auto.scratch has key noexport'", 30));
            var steps = Explain("/scratch/noexport", 1);
            Assert.Equal("broken", steps["server"].State);
            Assert.Contains("no nowhere in ", steps["server"].Evidence);
            Assert.Contains("near it: data", Explain("/scratch/dtaa", 1)["map"].Evidence);
        }
        finally
        {
            Shell.Must("site-ldap cure missing-export");
        }

        Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void AHungServerIsTheFirstBrokenLinkOfItsPathsAlone()
    {
        Shell.Must("systemctl kill -s STOP nfs2");
        try
        {
            Assert.Equal("broken", Explain("/data/tools", 1)["server"].State);
            Assert.Equal("broken", Explain("/scratch/data", 1)["server"].State);
            Assert.Equal("ok", Explain("/home/dale", 0)["server"].State);
        }
        finally
        {
            Shell.Must("systemctl kill -s CONT nfs2");
        }

        Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void APathBelowNoMountPointIsBrokenAtTheMap() =>
        Assert.Contains("no entry of the master map covers", Explain("/srv/elsewhere", 1)["map"].Evidence);

    /// <summary>
    /// Not by umount alone: where no NFS mount is, it would take the autofs mount away. The daemon looks when the mount table changes, a
    /// moment later.
    /// </summary>
    private static void NotMounted(string path)
    {
        if (Mounts.Has(path))
        {
            Mounts.Unmount(path);
        }

        Shell.Must(Shell.Until($"automount-agent explain --output json {path} | grep -q 'not mounted now'", 20));
    }

    private static Dictionary<string, (string State, string Evidence)> Explain(string path, int status, string options = "")
    {
        var result = Shell.Run($"automount-agent explain --output json {options} {path}");
        Assert.True(result.Status == status, $"{path}: {result}");
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("links").EnumerateArray().ToDictionary(
            link => link.GetProperty("link").GetString()!,
            link => (link.GetProperty("state").GetString()!, link.GetProperty("evidence").GetString()!));
    }
}
