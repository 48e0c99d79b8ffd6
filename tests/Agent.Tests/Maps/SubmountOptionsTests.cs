using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>The options of a submount, as automount takes them apart.</summary>
public class SubmountOptionsTests
{
    [Theory]
    [InlineData("fstype=autofs,ro,soft", "ro,soft", "")]
    [InlineData("fstype=autofs,browse,timeout=5,hosts,ro", "ro", "")]
    [InlineData("fstype=autofs,-DSITE=north,ro", "ro", "SITE=north")]
    [InlineData("fstype=autofs,-D,SITE=north,-DB,ro", "ro", "B= SITE=north")]
    [InlineData("fstype=autofs,--ghost,-ro", "ro", "")]
    public void EachPartGoesItsWay(string options, string mount, string variables)
    {
        var context = SubmountOptions.Of(options).Context(EntryContext.Default with { IsDirect = true });
        Assert.Equal(mount, context.Options);
        Assert.Equal(variables, string.Join(' ', context.Variables.Select(v => $"{v.Key}={v.Value}").Order(StringComparer.Ordinal)));
        Assert.False(context.IsDirect);
    }

    [Fact]
    public void WhatAutomountLeavesOutIsKnown() => Assert.Equal(["ghost"], SubmountOptions.Of("--ghost,--no-slashify-colons").Unknown);

    [Fact]
    public void ColonsCanBeLeftAlone() => Assert.False(SubmountOptions.Of("--no-slashify-colons").SlashifyColons);
}
