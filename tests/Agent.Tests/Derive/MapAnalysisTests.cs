using System.Collections.Generic;
using System.Linq;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AgentTests.Support;
using AutomountAgent.Derive;
using Xunit;

namespace AgentTests.Derive;

public class MapAnalysisTests
{
    private static readonly KnownMaps Maps = KnownMaps.From(
        Some.Map("auto.master", ("/home", "auto.home vers=4"), ("/-", "auto.direct")),
        [
            Some.Map("auto.home", ("alice", "nfs1:/a"), ("bob", "nfs2:/b"), ("sub", "-fstype=autofs auto.sub"), ("*", "nfs1:/&")),
            Some.Map("auto.direct", ("/data", "nfs1:/data"), ("/broken", "nfs1:data")),
            Some.Map("auto.sub", ("carol", "nfs3:/c")),
            Some.Map("auto.unused", ("dave", "nfs4:/d")),
        ]);

    [Fact]
    public void EachEntryIsParsedOnceForServersLinterAndPaths()
    {
        var parsed = new List<string>();
        EntryResult Parse(string key, string value, EntryContext context)
        {
            parsed.Add(value);
            return EntryParser.Parse(key, value, context);
        }

        var analysis = MapAnalysis.Of(Maps, Silence.None, new MapWalk(Maps, Parse));
        Assert.Equal(["nfs1", "nfs2", "nfs3", "nfs4"], analysis.Servers.Select(s => s.Host).Distinct());
        Assert.Equal(["map/bad-entry"], analysis.Lint.Findings.Where(f => f.Severity == Severity.Error).Select(f => f.Kind.Code));
        Assert.NotEmpty(analysis.PortmapNeeds);

        Assert.Equal(Maps.Maps.SelectMany(m => m.Entries).Select(e => e.Value).Order(), parsed.Order());
    }

    [Fact]
    public void NothingIsParsedAgainWhileTheMapsStay()
    {
        var state = Some.Node.WithKnownMaps();

        Assert.Same(state.Analysis, (state with { Sssd = Some.Seen(Some.Sssd) }).WithKnownMaps().Analysis);
        Assert.Same(state.Analysis, state.WithSilence(state.Silence).WithAnalysis().Analysis);
        Assert.NotSame(state.Analysis, state.WithSilence(new Silence([new SilenceRule("map/bad-entry")])).WithAnalysis().Analysis);
    }

    [Fact]
    public void SilencedFindingsAreOnlyCounted()
    {
        var state = NodeState.Empty.WithMaps(Maps).WithSilence(new Silence([new SilenceRule("map/bad-entry")])).WithAnalysis();

        Assert.DoesNotContain(state.Analysis.Lint.Findings, f => f.Kind.Code == "map/bad-entry");
        Assert.Equal(1, state.Analysis.Lint.Silenced["map/bad-entry"]);
    }

    [Fact]
    public void ServersOfASubmountAreAskedAsItsEntriesAreMounted()
    {
        var maps = KnownMaps.From(
            Some.Map("auto.master", ("/data", "auto.data port=2050")),
            [Some.Map("auto.data", ("sub", "-fstype=autofs,vers=3 auto.sub")), Some.Map("auto.sub", ("x", "nfs1:/x"))]);

        Assert.Equal([new ServerTarget("nfs1", 3, 2050)], MapAnalysis.Of(maps, Silence.None).Servers);
    }
}
