using System.Collections.Immutable;
using AgentTests.Support;
using Automount.Findings;
using AutomountAgent.Commands;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Explain;

public class PodExplainerTests
{
    private static readonly PodMount Key =
        new(PodMountKind.Nfs, "/data", "0:50", "nfs2.example.com:/exports/tools/bin", "/data/tools", "/data/tools/bin");

    private static readonly PodMount Root = new(PodMountKind.Autofs, "/home", "0:40", "auto.home", "/home", "/home");

    [Fact]
    public void TheChainOfAPathEndsInThePod()
    {
        var explained = Assert.Single(Explain(Key));

        Assert.Equal("shop/web-1 /data (/data/tools/bin of the node)", explained.Path);
        Assert.Equal((Verdict.Ok, Link.Pod), (explained.Verdict, explained.Steps[^1].Link));
        Assert.Equal("container app has /data: nfs2.example.com:/exports/tools/bin: healthy", explained.Steps[^1].Evidence);
        Assert.Equal(Link.Directory, explained.Steps[0].Link);
    }

    [Fact]
    public void WhatIsWrongInThePodAloneIsBrokenAtThePod()
    {
        var explained = Explain(Root with { Kind = PodMountKind.Local, Path = "/home/u9", MountPoint = "/mine" }, Key).ToList();

        Assert.Equal(Link.Pod, explained[0].FirstBroken?.Link);
        Assert.Equal("pod/local-disk", explained[0].FirstBroken?.Findings.Single().Kind.Code);
        Assert.Null(explained[1].FirstBroken);
    }

    [Fact]
    public void APrivateCopyIsDegraded() =>
        Assert.Equal(Verdict.Degraded, Assert.Single(Explain(Root with { Receives = false })).Steps[^1].State);

    [Fact]
    public void APodWithoutPathsSaysSo()
    {
        var (explainer, _) = Of(Root);
        Assert.Single(explainer.Mounts);
        var other = new PodExplainer(State(Root), Some.Judge(State(Root), null, Some.Time).Report, "shop/other");
        Assert.Empty(other.Mounts);
        Assert.StartsWith("no running container of it", other.WithoutMounts().Steps.Single().Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void TheDocumentHasOneExplanationForEachPath()
    {
        var text = ExplanationJson.Text("shop/web-1", Explain(Key, Root).ToList());

        Assert.Contains("\"pod\": \"shop/web-1\"", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\"path\":").Length - 1);
    }

    [Theory]
    [InlineData("shop/web-1", true)]
    [InlineData("shop/web-1.x", true)]
    [InlineData("/shop/web-1", false)]
    [InlineData("shop/web/1", false)]
    [InlineData("shop/", false)]
    [InlineData("Shop/web", false)]
    [InlineData("web", false)]
    public void APodIsToldFromAPath(string text, bool isPod) => Assert.Equal(isPod, PodArgument.IsPod(text));

    private static IEnumerable<Explanation> Explain(params PodMount[] mounts)
    {
        var (explainer, state) = Of(mounts);
        var report = Some.Judge(state, null, Some.Time).Report;
        return explainer.Mounts.Select(m =>
        {
            var trace = PathTrace.Of(m.Mount.Path, SymbolicLinks.None, spelling => PathTargets.Of(state, spelling));
            var exports = ImmutableDictionary<string, ExportAnswer>.Empty;
            var chain = new PathExplainer(state, report, trace, exports, TimeProvider.System).Explain();
            return explainer.Explain(m.Container, m.Mount, chain);
        });
    }

    private static (PodExplainer Explainer, NodeState State) Of(params PodMount[] mounts)
    {
        var state = State(mounts);
        return (new PodExplainer(state, Some.Judge(state, null, Some.Time).Report, "shop/web-1"), state);
    }

    private static NodeState State(params PodMount[] mounts) => Some.Twice(Some.Node with
    {
        Pods = Some.Seen(new PodsSnapshot([new PodContainer("shop/web-1", "app", 20, [.. mounts])], [], "")),
    }).WithHealth(Some.Time);
}
