using System.Net;
using Automount.Catalog;
using AutomountAgent.Output.Web;
using Xunit;

namespace AgentTests.Output.Web;

/// <summary>What the pages for people say.</summary>
public class PageTests
{
    private static readonly string Page = StatusPage.Html(Fixture.Input());

    [Theory]
    [InlineData("<meta http-equiv=\"refresh\" content=\"10\">")]
    [InlineData("<meta name=\"color-scheme\" content=\"light dark\">")]
    [InlineData("<a href=\"/findings/server/hung\">server/<wbr>hung</a>")]
    [InlineData("<h2>NFS servers</h2>")]
    [InlineData("data-name=\"Mounts\">1 hung,<wbr> no reply</td>")]
    [InlineData("<h2>Mount points of automount</h2>")]
    [InlineData("<h2>Pods</h2>")]
    [InlineData("<h2>Required paths</h2>")]
    public void ItShowsWhatIsWatched(string part) => Assert.Contains(part, Page, StringComparison.Ordinal);

    [Fact]
    public void ATableShowsSoManyRows()
    {
        var server = Fixture.State.Servers!.Seen!.Servers[0];
        var many = Fixture.State.Servers with
        {
            Seen = new([.. Enumerable.Range(0, 5000).Select(i => server with { Target = server.Target with { Host = $"nfs{i}" } })]),
        };

        var page = StatusPage.Html(Fixture.Input() with { State = Fixture.State with { Servers = many } });

        Assert.Contains("4800 more are not shown.", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 10_000, 200_000);
    }

    [Fact]
    public void EveryCodeHasAPage() => Assert.All(FindingCatalog.All, kind =>
        Assert.Contains(
            WebUtility.HtmlEncode(kind.Remedy.Split(' ')[0]),
            FindingPage.Html(FindingPage.Path + kind.Code)!.Replace("<wbr>", "", StringComparison.Ordinal),
            StringComparison.Ordinal));

    [Theory]
    [InlineData("/findings/")]
    [InlineData("/findings/no/such")]
    [InlineData("/findings/<b>")]
    public void WhatIsNoCodeHasNone(string path) => Assert.Null(FindingPage.Html(path));
}
