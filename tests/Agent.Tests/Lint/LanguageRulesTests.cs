using AgentTests.Support;
using Automount.Catalog;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Lint;

public class LanguageRulesTests
{
    [Theory]
    [InlineData("file,amd:/etc/amd.x", "a map in amd format")]
    [InlineData("hesiod:auto.x", "a map in hesiod format")]
    [InlineData("program:/etc/auto.net", "a program")]
    [InlineData("nis:auto.x", "a map of type nis")]
    [InlineData("multi auto.x -- exec:/etc/auto.net", "a program")]
    public void WhatIsNotLookedIntoIsSaid(string value, string what) => Assert.Contains(what, Assert.Single(Run(value)).Message);

    [Theory]
    [InlineData("auto.x")]
    [InlineData("-hosts")]
    [InlineData("-null")]
    [InlineData("file:/etc/auto.x")]
    [InlineData("file,sun:/etc/auto.x")]
    public void NothingIsSaidOfMapsThatAreRead(string value) => Assert.Empty(Run(value));

    [Theory]
    [InlineData("/etc/auto.run", 1)]
    [InlineData("auto.run", 1)]
    [InlineData("file:/etc/auto.run", 0)]
    [InlineData("/etc/auto.other", 0)]
    public void AnExecutableFileIsAProgramUnlessItsTypeIsGiven(string value, int findings)
    {
        var local = LocalMaps.None with { Files = [MasterFile.Parse($"/x {value}\n", "/etc/auto.master")], Programs = ["/etc/auto.run"] };
        var automount = new AutomountSnapshot(null, null, ["files"], "auto.master", null, []) { Local = local };
        var maps = (NodeState.Empty with { Automount = Some.Seen(automount) }).WithKnownMaps().Maps;
        var found = MapLinter.Run(maps, Silence.None).Findings.Where(f => f.Kind == MapSourceFindings.NotValidated).ToList();

        Assert.Equal(findings, found.Count);
        Assert.All(found, f => Assert.Contains("which automount runs", f.Message));
    }

    [Fact]
    public void AMountPointOfAutofsConfIsReportedUnlessTheMasterMapHasIt()
    {
        var node = NodeFacts.None with
        {
            AmdMounts = [new AmdMount("/amd", "amd.home", "/etc/autofs.conf", 7), new AmdMount("/x", "amd.x", "/etc/autofs.conf", 9)],
        };
        var master = new MapContent("auto.master", null, [new MapRecord("/x", "auto.x")]);
        var maps = KnownMaps.From(master, [new MapContent("auto.x", null, [])], node);

        var finding = Assert.Single(MapLinter.Run(maps, Silence.None).Findings, f => f.Kind == MapSourceFindings.NotValidated);

        Assert.Contains("/amd is a mount point of its own in /etc/autofs.conf and uses amd.home", finding.Message);
        Assert.Equal(("/etc/autofs.conf", 7), (finding.Source!.File, finding.Source.Line));
    }

    private static IEnumerable<Finding> Run(string value)
    {
        var maps = KnownMaps.From(new MapContent("auto.master", null, [new MapRecord("/x", value)]), [new MapContent("auto.x", null, [])]);
        return MapLinter.Run(maps, Silence.None).Findings.Where(f => f.Kind == MapSourceFindings.NotValidated);
    }
}
