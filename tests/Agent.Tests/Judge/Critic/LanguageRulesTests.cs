using AutomountAgent.Chain;
using AutomountAgent.Judge.Critic;
using AutomountAgent.Maps;
using Xunit;

namespace AgentTests.Judge.Critic;

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

    private static IEnumerable<Finding> Run(string value)
    {
        var maps = KnownMaps.From(new MapContent("auto.master", null, [new MapRecord("/x", value)]), [new MapContent("auto.x", null, [])]);
        return MapCritic.Judge(maps, NodeFacts.None, Silence.None).Findings.Where(f => f.Kind == FindingCatalog.MapNotValidated);
    }
}
