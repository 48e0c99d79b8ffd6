using System.Text;
using AgentTests.Core.Catalog;
using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Output;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Output;

public class RedactionTests
{
    private static readonly byte[] Key = [1, 2, 3];

    [Fact]
    public void NoNameOfAUserAPodOrAPathIsLeft()
    {
        var text = Redacted(Fixture.Report, Key);

        Assert.Contains("/var/home/bob", Text(Fixture.Report));
        Assert.Contains("shop/web-1", Text(Fixture.Report));
        Assert.All(["alice", "bob", "web-1", "ou=auto.master", "blocks", "\"/data\""], name => Assert.DoesNotContain(name, text));
    }

    [Fact]
    public void WhatIsWrongWhereStays()
    {
        var text = Redacted(Fixture.Report, Key);

        Assert.All(
            ["worker-1", "nfs2.example.com", "/var/home", "auto.home", "server/hung", ServerFindings.Hung.Summary, "MountRequiredHung"],
            name => Assert.Contains(name, text));
        Assert.Equal(Text(Fixture.Report).Split("\"code\"").Length, text.Split("\"code\"").Length);
    }

    [Fact]
    public void APlaceholderIsThatOfTheNameAndOfTheProcess()
    {
        Assert.Equal(Redacted(Fixture.Report, Key), Redacted(Fixture.Report, Key));
        Assert.NotEqual(Redacted(Fixture.Report, Key), Redacted(Fixture.Report, [4, 5, 6]));
        // The required path and the finding of the mount are about one path.
        Assert.True(Redacted(Fixture.Report, Key).Split($"/var/home/{Placeholder("bob")}\"").Length > 2);
    }

    /// <summary>A direct key is chosen as a name is, though it is a mount point of automount.</summary>
    [Fact]
    public void ADirectKeyIsNoRoot()
    {
        var direct = new AutofsRoot("/srv/carol", "auto.direct", AutofsMountKind.Direct, TimeSpan.FromMinutes(5), 4711);
        var mounts = Fixture.State.Mounts!;
        var state = Fixture.State with { Mounts = mounts with { Seen = mounts.Seen! with { Roots = [.. mounts.Seen!.Roots, direct] } } };

        var redacted = new Redaction(Key, state).Of(NodeOverview.Of(state));

        Assert.Equal(["/var/home", $"/{Placeholder("/srv/carol")}"], redacted.Roots.Select(root => root.MountPoint));
    }

    /// <summary>Whatever is raised: no sentence of its own, no key, no entry, and no path outside of the system's folders.</summary>
    [Fact]
    public void NoFindingKeepsItsOwnText()
    {
        var raised = KindCases.All.Values.SelectMany(raise => raise()).ToList();
        var redaction = new Redaction(Key, Fixture.State);
        var report = Fixture.Report with { Links = [new(Link.Map, Verdict.Broken, Fixture.Now, "reason", [.. raised])] };

        var redacted = redaction.Of(report).Findings.ToList();

        Assert.Equal(raised.Select(finding => finding.Kind.Code), redacted.Select(finding => finding.Kind.Code));
        Assert.All(redacted, finding =>
        {
            Assert.Equal((finding.Kind.Summary, finding.Kind.Remedy, null), (finding.Message, finding.WhatToDo, finding.Excerpt));
            Assert.True(finding.Source is not { Dn: not null }, finding.Kind.Code);
            Assert.Matches("^(|key-[0-9a-f]{8})$", finding.Source?.Key ?? "");
            Assert.DoesNotMatch("^/(?!etc/|usr/|run/|proc/|sys/|var/home$|var/home/path-|path-)", finding.Subject);
            Assert.All(finding.Pods, pod => Assert.StartsWith("pod-", pod));
        });
        var subjects = redacted.Where(finding => finding.Kind.Link is Link.Map or Link.Mount or Link.Pod)
            .Where(finding => finding.Subject != finding.Server && finding.Subject != finding.Source?.Map && finding.Subject[0] != '/');
        Assert.All(subjects, finding => Assert.Matches("^name-[0-9a-f]{8}$|^nfs[12].example.com$", finding.Subject));
    }

    private static string Placeholder(string name)
    {
        var hash = System.Security.Cryptography.HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(name));
        return $"path-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }

    private static string Redacted(ChainReport report, byte[] key)
    {
        var redaction = new Redaction(key, Fixture.State);
        return Encoding.UTF8.GetString(ChainJson.Bytes(redaction.Of(report), redaction.Of(NodeOverview.Of(Fixture.State))));
    }

    private static string Text(ChainReport report) => Encoding.UTF8.GetString(ChainJson.Bytes(report, NodeOverview.Of(Fixture.State)));
}
