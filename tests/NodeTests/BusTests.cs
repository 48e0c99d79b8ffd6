using System.Diagnostics;
using System.Text.Json;
using NodeTests.Support;

namespace NodeTests;

/// <summary>The agent on the node's real system bus, asked by the tools that people have, and the commands without an endpoint.</summary>
[Collection("node")]
public class BusTests(ITestOutputHelper output)
{
    private const string Name = "org.automount.Agent1";
    private const string Object = $"{Name} /org/automount/Agent1";
    private const string GDBus = $"gdbus call --system --dest {Name} --object-path /org/automount/Agent1 --method {Name}";
    private const string NoEndpoint = "/etc/automount-agent/agent.conf.d/90-no-endpoint.conf";

    [Fact]
    public void ItIsIntrospectedByBothTools()
    {
        var members = Shell.Must($"busctl --system introspect {Object} {Name}");

        Assert.All(
            ["Status", "Ready", "Explain", "Validate", "Trigger", "Verdict", "FirstBroken", "Findings", "Version", "FindingChanged"],
            member => Assert.Contains($".{member} ", members));
        Assert.Contains(
            "FindingChanged(s code,", Shell.Must($"gdbus introspect --system --dest {Name} --object-path /org/automount/Agent1"));
        Assert.Equal("s \"ok\"\n", Shell.Must($"busctl --system get-property {Object} {Name} Verdict"));
    }

    [Fact]
    public void TheDocumentsAreThoseOfTheEndpointAndOfTheCommands()
    {
        var status = JsonDocument.Parse(Text(Shell.Must($"busctl --system --json=short call {Object} {Name} Status")));
        Assert.Equal("ok", status.RootElement.GetProperty("verdict").GetString());
        Assert.Equal("(true, '')\n", Shell.Must($"{GDBus}.Ready"));
        var maps = JsonDocument.Parse(Text(Shell.Must($"busctl --system --json=short call {Object} {Name} Validate")));
        Assert.InRange(maps.RootElement.GetProperty("summary").GetProperty("maps").GetInt32(), 1, 100);
        var path = JsonDocument.Parse(Text(Shell.Must($"busctl --system --json=short call {Object} {Name} Explain s /home/dale")));
        Assert.Equal("ok", path.RootElement.GetProperty("verdict").GetString());
    }

    [Fact]
    public void UsersReadAndOnlyRootTriggers()
    {
        Assert.Equal("s \"ok\"\n", Shell.Must($"runuser -u nobody -- busctl --system get-property {Object} {Name} Verdict"));
        Assert.Contains("\"verdict\"", Shell.Must($"runuser -u nobody -- {GDBus}.Explain /home/dale"));
        var refused = Shell.Run($"runuser -u nobody -- {GDBus}.Trigger /data/projects 10");
        Assert.NotEqual(0, refused.Status);
        Assert.Contains("AccessDenied", refused.Errors);

        if (Mounts.Has("/data/projects"))
        {
            Mounts.Unmount("/data/projects");
        }

        Assert.StartsWith("(true, 'Mounted on /data/projects", Shell.Must($"{GDBus}.Trigger /data/projects 30"));
        Assert.True(Mounts.Has("/data/projects"));
        Assert.StartsWith("(false, 'No such file or directory (ENOENT). broken at map", Shell.Must($"{GDBus}.Trigger /scratch/dtaa 30"));
    }

    [Fact]
    public void AChangeIsSignalled()
    {
        Shell.Must(
            $"systemd-run --unit bus-listener --collect sh -c 'gdbus monitor --system --dest {Name} > /run/bus-signals'");
        try
        {
            Shell.Must("systemctl kill -s STOP nfs2");
            Agent.WaitFor("the server hangs", c => c.Codes.Contains("server/hung"), TimeSpan.FromSeconds(60));
            Shell.Must("systemctl kill -s CONT nfs2");
            Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(60));
            Shell.Must(Shell.Until("grep -q \"FindingChanged ('server/hung', '.*', 'cleared')\" /run/bus-signals", 10));
        }
        finally
        {
            Shell.Run("systemctl kill -s CONT nfs2; systemctl stop bus-listener");
        }

        var signals = File.ReadAllText("/run/bus-signals");
        Assert.Contains("FindingChanged ('server/hung', ", signals);
        Assert.Contains("'raised')", signals);
        Assert.Contains("PropertiesChanged ('org.automount.Agent1', {'Verdict': <'broken'>", signals);
    }

    /// <summary>Who floods the bus is slowed down; the rounds, the endpoint and root go on.</summary>
    [Fact]
    public void AFloodOfAUserDoesNotSlowTheAgent()
    {
        Shell.Must(
            "systemd-run --unit bus-flood --uid=nobody --collect sh -c 'for i in 1 2 3 4; do while :; do " +
            $"busctl --system call {Object} {Name} Status >/dev/null 2>&1; done & done; wait'");
        try
        {
            Thread.Sleep(TimeSpan.FromSeconds(5));
            var watch = Stopwatch.StartNew();
            Shell.Must("automount-agent status");
            output.WriteLine($"status under a flood: {watch.Elapsed.TotalSeconds:0.00} s");
            Assert.Equal(200, Agent.StatusCode("/healthz"));
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        }
        finally
        {
            Shell.Run("systemctl stop bus-flood");
        }

        Agent.WaitFor("healthy after the flood", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void CommandsWorkWithoutAnEndpoint()
    {
        Shell.Must($"printf '[metrics]\\nlisten = off\\n' > {NoEndpoint} && systemctl reload automount-agent");
        try
        {
            Assert.StartsWith("all 7 links ok", Shell.Must("automount-agent status"));
            Shell.Must("automount-agent wait-ready --timeout 60s", 70);
            Assert.Equal("/home/dale: ok\n", Shell.Must("automount-agent explain --quiet /home/dale"));
        }
        finally
        {
            Shell.Must($"rm -f {NoEndpoint}; systemctl reload automount-agent");
        }

        Agent.WaitFor("healthy with the endpoint", c => c.IsHealthy, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void ErrorTextsAndPermissionsAreExplained()
    {
        var missing = Shell.Run("automount-agent explain \"ls: cannot access '/home/ghost': No such file or directory\"");
        Assert.Equal(1, missing.Status);
        Assert.Contains("/home/ghost: broken at server", missing.Output);
        Assert.Contains("The message means:", missing.Output);
        var unknown = Shell.Run("automount-agent explain 'the sky is grey'");
        Assert.Equal((2, ""), (unknown.Status, unknown.Output));
        Assert.Contains("by the mode alone", Shell.Must("automount-agent explain --uid 12345 /data/projects"));
        Assert.Contains("broken at server", Shell.Run("automount-agent trigger /home/ghost").Errors);
    }

    /// <summary>With the daemon, explaining a path is quicker than mounting it.</summary>
    [Fact]
    public void ExplainingTakesLessThanMounting()
    {
        var explain = new List<double>();
        var list = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            if (Mounts.Has("/data/projects"))
            {
                Mounts.Unmount("/data/projects");
            }

            explain.Add(Seconds("automount-agent explain --quiet /data/projects"));
            list.Add(Seconds("ls /data/projects"));
        }

        var (quick, slow) = (explain.Order().ElementAt(3), list.Order().ElementAt(3));
        output.WriteLine($"explain {quick * 1000:0} ms, ls of the unmounted path {slow * 1000:0} ms (medians of 7): {quick / slow:0.00}");
        output.WriteLine(Shell.Must("grep -E 'VmRSS|RssAnon' /proc/$(systemctl show -P MainPID automount-agent)/status"));
        Assert.InRange(quick, 0, slow);
    }

    private static double Seconds(string command)
    {
        // One shell measures: the start of a shell for each command would be a part of both times.
        var text = Shell.Must($"s=$(date +%s%N); {command} >/dev/null; e=$(date +%s%N); echo $((e - s))");
        return double.Parse(text) / 1e9;
    }

    private static string Text(string json) => JsonDocument.Parse(json).RootElement.GetProperty("data")[0].GetString()!;
}
