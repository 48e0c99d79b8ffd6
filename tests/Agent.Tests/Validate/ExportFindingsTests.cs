using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Model;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Validate;

/// <summary>Which exports maps need, and what the answers for them become.</summary>
public class ExportFindingsTests
{
    private static readonly MapContent HomeMap = new("auto.home", "", []);

    [Fact]
    public void EachExportIsCollectedOnceWithWhoNeedsIt()
    {
        var uses = Collect(
            ("alice", "-fstype=nfs4 nfs1:/exports/alice"),
            ("alice2", "-fstype=nfs4 nfs1:/exports/alice"),
            ("tools", "nfs1,nfs2(3):/tools"),
            ("multi", "/ nfs1:/a /b -vers=3 nfs3:/b"),
            ("local", "-fstype=bind :/srv"));

        Assert.Equal(
            [
                "nfs1:/a Any 1", "nfs1:/exports/alice Four 2", "nfs1:/tools Any 1", "nfs2:/tools Any 1", "nfs3:/b Three 1",
            ],
            uses.Uses.Select(u => $"{u.Key.Host}:{u.Key.Path} {u.Key.Versions} {u.Value.Entries}").Order());
        Assert.Equal(0, uses.NotKnown);
    }

    [Fact]
    public void OfAWildcardTheDirectoryAboveIsAsked()
    {
        var uses = Collect(("*", "nfs1:/exports/home/&"), ("u", "nfs1:/users/$SITE/x"), ("v", "-vers=3 nfs1:/v/$SITE"));

        Assert.Equal(
            ["nfs1:/exports/home Four True", "nfs1:/users Four True"],
            uses.Uses.Select(u => $"{u.Key.Host}:{u.Key.Path} {u.Key.Versions} {u.Value.IsParent}").Order());
        Assert.Equal(1, uses.NotKnown);
    }

    [Fact]
    public void FindingsAreListedPerServerAndTheRestIsCounted()
    {
        var findings = new ExportFindings(2);
        for (var i = 0; i < 5; i++)
        {
            Add(findings, $"/exports/{i}", ExportOutcome.Missing, "It is not there.");
            Add(findings, $"/other/{i}", ExportOutcome.Unknown, "No reply within 1 s.");
        }

        Add(findings, "/there", ExportOutcome.Exists, "");
        Add(findings, "/krb5", ExportOutcome.NeedsSecurity, "sec=");

        Assert.Equal(2, findings.Existing);
        Assert.Equal(
            [
                "nfs1 server/export-missing 5: nfs1:/exports/0: It is not there.|nfs1:/exports/1: It is not there.",
                "nfs1 server/export-unknown 5: nfs1:/other/0: No reply within 1 s.",
            ],
            findings.Kinds.Select(k => $"{k.Map} {k.Kind.Code} {k.Count}: {string.Join('|', k.Listed.Select(f => f.Message))}"));
    }

    private static void Add(ExportFindings findings, string path, ExportOutcome outcome, string detail) => findings.Add(
        new ExportLocation("nfs1", 2049, NfsVersions.Any, path),
        new ExportUse(HomeMap, new MapRecord("k", "v"), IsParent: false),
        new ExportAnswer(outcome, "4.2", detail));

    private static MapExports Collect(params (string Key, string Value)[] entries)
    {
        var maps = KnownMaps.From(
            null, [new MapContent("auto.x", "", [.. entries.Select(e => new MapRecord(e.Key, e.Value))])], NodeFacts.None);
        var exports = new MapExports(maps.Binds);
        new MapWalk(maps).Run(exports);
        return exports;
    }
}
