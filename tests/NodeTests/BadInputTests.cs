using NodeTests.Support;

namespace NodeTests;

/// <summary>Bad input is a finding or one clear error, never a crash.</summary>
[Collection("node")]
public class BadInputTests
{
    [Theory]
    [InlineData("printf 'this is not ini\\n' > /etc/sssd/sssd.conf")]
    [InlineData("head -c 4096 /dev/urandom > /etc/sssd/sssd.conf")]
    [InlineData("rm /etc/sssd/sssd.conf")]
    [InlineData("rm /etc/sssd/sssd.conf; mkdir /etc/sssd/sssd.conf")]
    public void AnUnusableSssdConfIsAFindingAndClears(string damage)
    {
        Shell.Must("cp -p /etc/sssd/sssd.conf /run/sssd.conf.good");
        try
        {
            Shell.Must(damage);
            Agent.WaitFor("sssd/config-invalid", c => c.FirstBroken == "sssd/config-invalid", TimeSpan.FromSeconds(30));
        }
        finally
        {
            Shell.Must("rm -rf /etc/sssd/sssd.conf; cp -p /run/sssd.conf.good /etc/sssd/sssd.conf");
        }

        Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void WithoutPermissionItSaysSo()
    {
        var result = Shell.Run("runuser -u nobody -- automount-agent check --output json");

        Assert.Equal(1, result.Status);
        var chain = Chain.Parse(result.Output);
        Assert.Contains("sssd/config-invalid", chain.Codes);
        Assert.Contains("ermission denied", chain.Message);
    }

    [Fact]
    public void WithoutABusItSaysSoAndJudgesTheRest()
    {
        var result = Shell.Run("DBUS_SYSTEM_BUS_ADDRESS=unix:path=/run/no-such-bus automount-agent check --output json");

        var chain = Chain.Parse(result.Output);
        Assert.Contains("sssd/bus-unavailable", chain.Codes);
        Assert.Contains("automount/bus-unavailable", chain.Codes);
        Assert.Equal("ok", chain.Links["directory"]);
        Assert.Equal("ok", chain.Links["server"]);
        Assert.Equal(0, result.Status);
    }

    [Fact]
    public void HostileBytesInLdapReachNoTerminalAndBreakNoPage()
    {
        // ESC [2J clears a terminal, NUL ends a C string, a quote and a newline end a label. (slapd takes no byte above 7f in this
        // attribute.)
        var value = Convert.ToBase64String([.. "-fstype=nfs4 \u001b[2Jbad\"host\nx "u8, 0]);
        var key = Convert.ToBase64String("e\u001b]0;owned\u0007vil"u8);
        var ldif = $"dn:: {Convert.ToBase64String("cn=hostile,ou=auto.scratch,ou=automount,dc=example,dc=com"u8)}\n" +
            $"objectClass: automount\ncn: hostile\nautomountInformation:: {value}\n";
        var ldif2 = $"dn: description=hostile,ou=auto.scratch,ou=automount,dc=example,dc=com\nobjectClass: automount\n" +
            $"description: hostile\ncn:: {key}\nautomountInformation:: {value}\n";
        const string Bind = "-Q -Y EXTERNAL -H ldapi:///";
        File.WriteAllText("/run/hostile.ldif", ldif);
        File.WriteAllText("/run/hostile2.ldif", ldif2);
        Shell.Must($"ldapadd {Bind} -f /run/hostile.ldif; ldapadd {Bind} -f /run/hostile2.ldif");
        var pid = Agent.Unit("MainPID");
        try
        {
            Agent.WaitFor("a finding about the entry", c => c.Codes.Any(code => code.StartsWith("map/")), TimeSpan.FromSeconds(30));
            var everything = Agent.Page("/metrics") + Agent.Page("/") + Agent.Page("/api/v1/status") + Shell.Run(
                "automount-agent check --output table").Output +
                Shell.Run("journalctl -u automount-agent -n 50 --no-pager -o cat -a").Output;
            Assert.DoesNotContain('\u001b', everything);
            Assert.DoesNotContain('\0', everything);
            Assert.DoesNotContain('\u0007', everything);
            Assert.Equal(0, Shell.Run("curl -s http://127.0.0.1:20490/metrics | promtool check metrics").Status);
        }
        finally
        {
            Shell.Run($"ldapdelete -c {Bind} cn=hostile,ou=auto.scratch,ou=automount,dc=example,dc=com " +
                "description=hostile,ou=auto.scratch,ou=automount,dc=example,dc=com");
        }

        Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(30));
        Assert.Equal(pid, Agent.Unit("MainPID"));
    }

    [Fact]
    public void ABadAgentConfigurationIsRefusedWithEveryErrorAtOnce()
    {
        File.WriteAllText("/run/bad.conf", "[ldap]\ninterval = soon\n[requird]\npaths = /x\n[metrics]\nlisten = here\n");

        var result = Shell.Run("automount-agent check --config /run/bad.conf");

        Assert.Equal(78, result.Status);
        Assert.Contains("/run/bad.conf:2", result.Errors);
        Assert.Contains("/run/bad.conf:3", result.Errors);
        Assert.Contains("/run/bad.conf:6", result.Errors);
    }

    [Fact]
    public void ABadReloadKeepsTheLastGoodConfiguration()
    {
        var pid = Agent.Unit("MainPID");
        File.WriteAllText("/etc/automount-agent/agent.conf.d/90-bad.conf", "[nonsense]\nkey = value\n");
        try
        {
            Shell.Must("systemctl reload automount-agent");
            Agent.WaitFor(
                "the refusal in the journal",
                _ => Shell.Must("journalctl -u automount-agent -n 20 --no-pager").Contains("90-bad.conf"),
                TimeSpan.FromSeconds(30));
            Agent.WaitFor(
                "the refusal and nothing else",
                c => c.Verdict == "degraded" && c.Codes.SequenceEqual(["automount/agent-config-refused"]),
                TimeSpan.FromSeconds(30));
            Assert.Contains("automount_config_last_reload_successful 0", Agent.Page("/metrics"));
            Assert.Equal(pid, Agent.Unit("MainPID"));
        }
        finally
        {
            File.Delete("/etc/automount-agent/agent.conf.d/90-bad.conf");
            Shell.Must("systemctl reload automount-agent");
        }

        Agent.WaitFor("healthy after the cure", c => c.IsHealthy, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void AGoodReloadIsTakenOverWithoutARestart()
    {
        var pid = Agent.Unit("MainPID");
        File.WriteAllText(
            "/etc/automount-agent/agent.conf.d/90-more.conf",
            $"[required]\npaths = {string.Join(", ", [.. NodeFixture.RequiredPaths, "/home/carol"])}\n");
        try
        {
            Shell.Must("systemctl reload automount-agent");
            Agent.WaitFor(
                "the new path ready",
                _ => Agent.SaysReady("/home/carol"),
                TimeSpan.FromSeconds(30));
            Assert.Equal(pid, Agent.Unit("MainPID"));
        }
        finally
        {
            File.Delete("/etc/automount-agent/agent.conf.d/90-more.conf");
            Shell.Must("systemctl reload automount-agent");
        }

        Agent.WaitFor("the path gone again", _ => !Agent.Page("/metrics").Contains("/home/carol"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void WrongUsageIsExitStatus64() => Assert.Equal(64, Shell.Run("automount-agent check --no-such-option").Status);
}
