using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Rules;

/// <summary>A link is not ok before all of it was looked at.</summary>
public sealed class LinkObservationsTests
{
    [Fact]
    public void AMapFileThatWasNotReadYetMakesMapAndServerUnknown()
    {
        var local = LocalMaps.None with { Visited = ["/etc/auto.master"] };

        var report = Judge(Node("/etc/auto.data", local));

        var map = report.Links.Single(l => l.Link == Link.Map);
        Assert.Equal((Verdict.Unknown, "/etc/auto.data has not been read yet"), (map.State, map.Reason));
        var server = report.Links.Single(l => l.Link == Link.Server);
        Assert.Equal((Verdict.Unknown, $"not all servers are known: {map.Reason}"), (server.State, server.Reason));
        Assert.DoesNotContain(report.Findings, f => f.Kind.Code is "map/file-missing" or "map/dangling-map");
    }

    [Fact]
    public void AMapFileThatCannotBeReadIsUnknownAndSaysWhy()
    {
        var local = LocalMaps.None with
        {
            Visited = ["/etc/auto.master", "/etc/auto.data"],
            Unread = [new UnreadFile("/etc/auto.data", "cannot be read: Permission denied", IsFailure: true)],
        };

        var map = Judge(Node("/etc/auto.data", local)).Links.Single(l => l.Link == Link.Map);

        Assert.Equal((Verdict.Unknown, "/etc/auto.data cannot be read: Permission denied"), (map.State, map.Reason));
    }

    [Fact]
    public void AServerThatWasNotAskedYetIsUnknown()
    {
        var report = Judge(Some.Node with { Servers = Some.Seen(new ServersSnapshot([Some.Servers.Servers[0]])) });

        var server = report.Links.Single(l => l.Link == Link.Server);
        Assert.Equal((Verdict.Unknown, "nfs2.example.com has not been asked yet"), (server.State, server.Reason));
    }

    /// <summary>Maps that are files need neither sssd nor a directory.</summary>
    [Theory]
    [InlineData(true, "not used: the automount line of nsswitch.conf is \"files\", and there is no sssd.conf")]
    [InlineData(false, "not used: the automount line of nsswitch.conf is \"files\"")]
    public void ANodeWithFileMapsOnlyUsesNoSssdAndNoDirectory(bool isMissing, string reason)
    {
        var configuration = new SssdConfiguration(isMissing ? [] : ["nss", "pam"], [], [], null)
        {
            Missing = isMissing ? new FileProblem("/etc/sssd/sssd.conf", 0, "the file does not exist") : null,
        };

        var report = Judge(FileNode(configuration, "files"));

        Assert.Equal((Verdict.Ok, ""), (report.Verdict, string.Join(' ', report.Findings.Select(f => f.Kind.Code))));
        Assert.All(
            report.Links.Where(l => l.Link is Link.Directory or Link.Sssd),
            link => Assert.Equal((Verdict.Ok, reason), (link.State, link.Reason)));
    }

    /// <summary>A domain for users inherits the automount provider: without the autofs responder nobody meant it for maps.</summary>
    [Fact]
    public void ADirectoryOfUsersAloneIsNotUsedForMaps()
    {
        var configuration = Some.SssdConfiguration with { Services = ["nss", "pam"] };
        var state = FileNode(configuration, "files") with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(DirectoryOutcome.BaseMissing)])),
        };

        Assert.Equal((Verdict.Ok, null), (Judge(state).Verdict, Judge(state).FirstBroken));
    }

    [Fact]
    public void SssdThatIsAskedForMapsNeedsItsConfiguration()
    {
        var configuration = new SssdConfiguration([], [], [], null)
        {
            Missing = new FileProblem("/etc/sssd/sssd.conf", 0, "the file does not exist"),
        };

        var report = Judge(FileNode(configuration, "sss files"));

        Assert.Equal("sssd/config-invalid", report.FirstBroken?.Kind.Code);
        var directory = report.Links.Single(l => l.Link == Link.Directory);
        Assert.Equal(Verdict.Ok, directory.State);
        Assert.StartsWith("not used: no domain of sssd.conf has an LDAP automount provider", directory.Reason);
    }

    /// <summary>What was asked with a configuration that is not valid says nothing about the directory.</summary>
    [Theory]
    [InlineData(DirectoryOutcome.MapMissing, "sssd/config-invalid")]
    [InlineData(DirectoryOutcome.BadCredentials, "sssd/config-invalid")]
    [InlineData(DirectoryOutcome.Refused, "directory/refused")]
    internal void AnInvalidConfigurationComesBeforeWhatFollowsFromIt(DirectoryOutcome outcome, string first)
    {
        var problem = new FileProblem("/etc/sssd/sssd.conf", 8, "ldap_schema must be rfc2307");
        var report = Judge(Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([Some.Domain(outcome)])),
            Sssd = Some.Seen(Some.Sssd with { Configuration = Some.SssdConfiguration with { Problems = [problem] } }),
        });

        Assert.Equal(first, report.FirstBroken?.Kind.Code);
        var directory = report.Links.Single(l => l.Link == Link.Directory);
        Assert.Equal(first == "directory/refused" ? Verdict.Broken : Verdict.Unknown, directory.State);
        var isDoubtful = directory.Reason.Contains("sssd.conf that is not valid", StringComparison.Ordinal);
        Assert.Equal(directory.State == Verdict.Unknown, isDoubtful);
    }

    /// <summary>A node whose master map is a file.</summary>
    private static NodeState FileNode(SssdConfiguration configuration, string sources) => Some.Node with
    {
        Directory = Some.Seen(new DirectorySnapshot([])),
        Sssd = Some.Seen(Some.Sssd with { Configuration = configuration, Unit = Some.Unit("sssd.service", "inactive"), Maps = [] }),
        Automount = Some.Seen(Some.Automount with
        {
            Sources = [.. sources.Split(' ')],
            Local = new LocalMaps(
                [
                    MasterFile.Parse("/home /etc/auto.home\n", "/etc/auto.master"),
                    MapFile.Parse("* -fstype=nfs4,nosuid,nodev nfs1.example.com:/exports/home/&\n", "/etc/auto.home"),
                ],
                [],
                []),
        }),
        Mounts = Some.Seen(new MountsSnapshot([Some.Root("/home", "/etc/auto.home")], [])),
        Servers = Some.Seen(Some.Servers),
        Required = Some.Seen(new RequiredSnapshot([])),
    };

    private static ChainReport Judge(NodeState state) => Some.Judge(Some.Twice(state), null, Some.Time).Report;

    /// <summary>A node whose master map, in LDAP, names a file besides.</summary>
    private static NodeState Node(string file, LocalMaps local)
    {
        var master = Some.Map("auto.master", ("/home", "auto.home"), ("/-", "auto.direct"), ("/data", file));
        var domain = Some.Domain() with { Maps = Some.Maps.SetItem(0, master) };
        return Some.Node with
        {
            Directory = Some.Seen(new DirectorySnapshot([domain])),
            Automount = Some.Seen(Some.Automount with
            {
                Local = local with { Visited = local.Visited.Add("/etc/auto.home").Add("/etc/auto.direct") },
            }),
        };
    }
}
