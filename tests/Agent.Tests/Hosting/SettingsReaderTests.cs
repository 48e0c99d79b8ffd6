using System.Net;
using Automount.Configuration;
using Automount.Text;
using AutomountAgent.Hosting;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Hosting;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("settings").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void WithoutAnyFileTheDefaultsHold()
    {
        var (settings, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal(new Settings() with { RequiredPaths = settings!.RequiredPaths }, settings);
        Assert.Empty(settings.RequiredPaths);
    }

    [Fact]
    public void EveryKeyCanBeSet()
    {
        Write("etc/automount-agent/agent.conf", """
            [ldap]
            interval = 30s
            timeout = 500ms
            [maps]
            interval = 1m
            timeout = 6s
            [mounts]
            interval = 7s
            timeout = 1s
            [required]
            paths = /var/home/alice/, /data//set
            timeout = 20s
            [metrics]
            listen = [::1]:9999
            [log]
            level = debug
            """);

        var (settings, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal(["/var/home/alice", "/data/set"], settings!.RequiredPaths);
        Assert.Equal(
            new Settings
            {
                LdapInterval = TimeSpan.FromSeconds(30),
                LdapTimeout = TimeSpan.FromMilliseconds(500),
                MapsInterval = TimeSpan.FromMinutes(1),
                MapsTimeout = TimeSpan.FromSeconds(6),
                MountsInterval = TimeSpan.FromSeconds(7),
                MountsTimeout = TimeSpan.FromSeconds(1),
                RequiredPaths = settings.RequiredPaths,
                RequiredTimeout = TimeSpan.FromSeconds(20),
                Listen = new IPEndPoint(IPAddress.IPv6Loopback, 9999),
                LogLevel = LogThreshold.Debug,
            },
            settings);
    }

    [Fact]
    public void EveryPropertyOfSettingsHasAKey()
    {
        Assert.Equal(typeof(Settings).GetProperties().Count(p => p.CanWrite), SettingKey.All.Length);
        Assert.Equal(SettingKey.All.Length, SettingKey.All.DistinctBy(k => (k.Section, k.Name)).Count());
    }

    [Fact]
    public void LaterFilesWin()
    {
        Write("usr/lib/automount-agent/agent.conf.d/50-site.conf", "[ldap]\ninterval=1m\ntimeout=1s\n[maps]\ninterval=1m\n");
        Write("etc/automount-agent/agent.conf", "[ldap]\ninterval=2m\n[maps]\ninterval=2m");
        Write("etc/automount-agent/agent.conf.d/20-b.conf", "[maps]\ninterval=4m");
        Write("etc/automount-agent/agent.conf.d/10-a.conf", "[maps]\ninterval=3m");
        Write("etc/automount-agent/agent.conf.d/.#30-editor.conf", "rubbish");
        Write("etc/automount-agent/agent.conf.d/30-c.conf.rpmsave", "rubbish");

        var (settings, _) = Read();

        Assert.Equal(
            (1.0, 2.0, 4.0), (settings!.LdapTimeout.TotalSeconds, settings.LdapInterval.TotalMinutes, settings.MapsInterval.TotalMinutes));
    }

    [Fact]
    public void AFileOfTheSameNameMasksTheVendors()
    {
        foreach (var name in new[] { "10-replaced", "20-emptied", "30-linked" })
        {
            Write($"usr/lib/automount-agent/agent.conf.d/{name}.conf", "[nonsense]\n");
        }

        Write("etc/automount-agent/agent.conf.d/10-replaced.conf", "[log]\nlevel=error\n");
        Write("etc/automount-agent/agent.conf.d/20-emptied.conf", "");
        File.CreateSymbolicLink(Path.Combine(root, "etc/automount-agent/agent.conf.d/30-linked.conf"), "/dev/null");

        var (settings, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal(LogThreshold.Error, settings!.LogLevel);
    }

    [Fact]
    public void AFileOfTheCommandLineReplacesThemAll()
    {
        Write("etc/automount-agent/agent.conf", "[nonsense]\n");
        Write("mine", "[metrics]\nlisten=off\n");

        var (settings, problems) = Read("mine");

        Assert.Empty(problems);
        Assert.Null(settings!.Listen);
    }

    [Fact]
    public void AFileOfTheCommandLineMustExist()
    {
        var (settings, problems) = Read("missing");

        Assert.Null(settings);
        Assert.EndsWith("/missing", Assert.Single(problems).File);
    }

    [Fact]
    public void EverythingThatIsWrongIsReportedAtOnceWithFileAndLine()
    {
        Write("usr/lib/automount-agent/agent.conf.d/50-a.conf", "[ldap]\ninterval = soon\n");
        Write("etc/automount-agent/agent.conf", """
            stray = 1
            [ldap]
            interval = 10s
            intervall = 10s

            [typo]
            x = 1
            [metrics]
            listen = localhost:80
            no sense
            """);
        Directory.CreateDirectory(Path.Combine(root, "etc/automount-agent/agent.conf.d/a-folder.conf"));

        var (settings, problems) = Read();

        Assert.Null(settings);
        Assert.Equal(
            ["a-folder.conf:0", "50-a.conf:2", "agent.conf:1", "agent.conf:4", "agent.conf:6", "agent.conf:9", "agent.conf:10"],
            problems.Select(p => $"{Path.GetFileName(p.File)}:{p.Line}"));
        Assert.Contains("[ldap] has no key 'intervall': write one of interval, timeout", problems.Select(p => p.Reason));
    }

    private (Settings? Settings, IReadOnlyList<FileProblem> Problems) Read(string? configFile = null)
    {
        var (settings, problems) = SettingsReader.Read(new HostPaths(root), configFile is null ? null : Path.Combine(root, configFile));
        return (settings, problems);
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
