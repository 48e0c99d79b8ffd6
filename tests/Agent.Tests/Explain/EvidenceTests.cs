using AgentTests.Support;
using Automount.Findings;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Explain;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using Xunit;

namespace AgentTests.Explain;

/// <summary>The clauses that <c>explain</c> adds to a link.</summary>
public class EvidenceTests
{
    [Fact]
    public void WhatIsShadowedIsNamed()
    {
        var maps = KnownMaps.From(
            Some.Map("auto.master", ("/data", "auto.data"), ("/data/deep", "multi auto.deep -- auto.other")),
            [
                Some.Map("auto.data", ("deep", "nfs1:/d")),
                Some.Map("auto.deep", ("x", "nfs1:/x"), ("x", "nfs1:/y"), ("*", "nfs1:/&")),
                Some.Map("auto.other", ("x", "nfs1:/z")),
            ]);
        var state = NodeState.Empty.WithMaps(maps);

        Assert.Equal(
            [
                "auto.deep has the key x 2 times: the first is used, the others are not",
                "the wildcard of auto.deep is not used for it",
                "auto.other has the key as well, and comes after auto.deep",
                "the entry /data of the master map covers it as well, and is not used",
            ],
            ShadowEvidence.Of(state, state.Maps.Resolve("/data/deep/x")));
        Assert.Empty(ShadowEvidence.Of(state, state.Maps.Resolve("/srv")));
    }

    [Theory]
    [InlineData(true, true, "shared, so mounts reach containers whose mountPropagation is HostToContainer")]
    [InlineData(false, true, "private, so mounts do not reach containers")]
    [InlineData(true, false, "what it is mounted on is private, so containers do not get it")]
    public void PropagationIsSaid(bool shared, bool parent, string text) =>
        Assert.Equal(text, PropagationEvidence.Of(Some.Root("/home", "auto.home") with { Shared = shared, ParentShared = parent }));

    [Fact]
    public void SelinuxBooleansThatAreOffAreSaid()
    {
        Assert.Null(SelinuxEvidence.Of(Some.Mounts));
        Assert.Equal(
            "SELinux refuses containers NFS: virt_use_nfs is off", SelinuxEvidence.Of(Some.Mounts with { SelinuxOff = ["virt_use_nfs"] }));
    }

    [Fact]
    public void ExpiryIsThatOfTheRoot()
    {
        var state = Some.Node;
        var mount = Some.Mounts.Nfs[0];

        Assert.Equal("automount did not mount it, so it does not expire", ExpiryEvidence.Of(state, mount with { Root = null }));
        Assert.StartsWith("it expires 300 s after its last use", ExpiryEvidence.Of(state, mount));
        var never = Some.Mounts with { Roots = [.. Some.Mounts.Roots.Select(root => root with { Timeout = TimeSpan.Zero })] };
        Assert.Equal("it does not expire", ExpiryEvidence.Of(state with { Mounts = Some.Seen(never) }, mount));
    }

    [Theory]
    [InlineData(0x1C0u, "1000", "100", 1000u, null, true)] // 0700, the owner
    [InlineData(0x1C0u, "1000", "100", 1001u, 100u, false)]
    [InlineData(0x1E8u, "1000", "100", 1001u, 100u, true)] // 0750, the group
    [InlineData(0x1E8u, "1000", "100", 1001u, null, false)]
    [InlineData(0x1EDu, "0", "0", 1001u, 100u, true)] // 0755, others
    [InlineData(0x1EDu, "alice@example.com", "users@example.com", 1001u, 100u, null)]
    [InlineData(0x1EDu, "0", "0", 0u, null, null)]
    public void PermissionsAreThoseOfTheMode(uint mode, string owner, string group, uint user, uint? of, bool? mayUse) =>
        Assert.Equal(mayUse, PermissionEvidence.Of(new DirectoryAttributes(mode, owner, group), user, of).MayUse);

    [Fact]
    public void AnExplanationIsReadAsItWasWritten()
    {
        var explanation = new Explanation(
            "/data/x",
            [
                new ExplainedStep(Link.Map, Verdict.Broken, "no key", [Finding()], TimeSpan.FromMilliseconds(2)) { WhatToDo = "add it" },
                new ExplainedStep(Link.Server, Verdict.Ok, "answers", [], null) { Directory = new(0x1ED, "0", "0") },
            ])
        {
            Meaning = "a meaning",
            MessageSource = "a source",
            Pod = "shop/web-0",
        };

        var read = ExplanationJsonReader.Read(ExplanationJson.Text(explanation))!;

        Assert.Equal(ExplanationJson.Text(explanation), ExplanationJson.Text(read));
        Assert.Null(ExplanationJsonReader.Read("{}"));
        Assert.Null(ExplanationJsonReader.Read("nonsense"));
        Assert.Null(ExplanationJsonReader.Read(ExplanationJson.Text(explanation).Replace("0.002", "1e300")));
    }

    [Fact]
    public void PermissionsThatAreMissingDegradeTheServer()
    {
        var explanation = new Explanation(
            "/data/x", [new ExplainedStep(Link.Server, Verdict.Ok, "answers", [], null) { Directory = new(0x1C0, "0", "0") }]);

        var judged = explanation.WithPermissions(1000, null);
        Assert.Equal(Verdict.Degraded, judged.Verdict);
        Assert.Contains("user 1000 may there: nothing", judged.Steps[0].Evidence, StringComparison.Ordinal);
    }

    private static Finding Finding() => new()
    {
        Kind = Automount.Catalog.ServerFindings.Hung,
        Subject = "nfs1",
        Message = "nfs1 does not answer",
        Since = Some.Time,
    };
}
