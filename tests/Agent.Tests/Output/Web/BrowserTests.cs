using System.Net;
using System.Text.Json;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Web;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AgentTests.Output.Web;

/// <summary>The pages in a real browser: on a telephone and on a desk, light and dark.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    /// <summary>What is wrong with the page as it is laid out.</summary>
    private const string Faults = """
        (() => {
          const faults = [];
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) faults.push(`it scrolls: ${root.scrollWidth} of ${root.clientWidth}`);
          for (const cell of document.querySelectorAll('td,th'))
            if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0) faults.push(`too wide: ${cell.innerText}`);
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node; node = walker.nextNode();)
            for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
              const range = document.createRange();
              range.setStart(node, word.index);
              range.setEnd(node, word.index + word[0].length);
              if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) faults.push(`broken: ${word[0]}`);
            }
          return faults.join('; ');
        })()
        """;

    private MetricsInput input = Fixture.Input();
    private HttpEndpoint endpoint = null!;
    private Browser browser = null!;

    public async ValueTask InitializeAsync()
    {
        browser = await Browser.StartAsync();
        var sources = new EndpointSources(() => input, Fixture.Counters(), () => null, () => true);
        endpoint = await HttpEndpoint.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), sources, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (endpoint is not null)
        {
            await endpoint.DisposeAsync();
        }

        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
    }

    [Fact]
    public async Task NothingBreaksOnATelephoneAndOnADesk()
    {
        foreach (var node in new[] { Fixture.Input(), PageNodes.Healthy, PageNodes.Broken })
        {
            input = node;
            foreach (var path in new[] { "/", "/findings/server/hung", "/findings/map/duplicate-key" })
            {
                foreach (var width in new[] { 390, 800, 1280 })
                {
                    await browser.ShowAsync(new Uri(endpoint.Address, path), width, "light");
                    Assert.Equal(("", path, width), ((await browser.EvaluateAsync(Faults)).GetString(), path, width));
                }
            }
        }
    }

    /// <summary>Nothing but breaking the word keeps a name of 300 letters on a telephone.</summary>
    [Fact]
    public async Task ANameLongerThanTheScreenDoesNotMakeItScroll()
    {
        var required = PageNodes.Broken.State.Required!;
        var path = required.Seen!.Paths[0] with { Path = "/" + new string('x', 300), Detail = new string('y', 300) };
        input = PageNodes.Broken with
        {
            State = PageNodes.Broken.State with { Required = required with { Seen = new([path]) } },
        };
        foreach (var width in new[] { 390, 1280 })
        {
            await browser.ShowAsync(endpoint.Address, width, "light");
            Assert.Equal(width, (await browser.EvaluateAsync("document.documentElement.scrollWidth")).GetInt32());
        }
    }

    [Fact]
    public async Task ItIsDarkWhereTheReaderWantsIt()
    {
        const string background = "getComputedStyle(document.body).backgroundColor + ' ' + " +
            "getComputedStyle(document.documentElement).colorScheme";

        await browser.ShowAsync(endpoint.Address, 390, "dark");
        Assert.Equal("rgb(17, 17, 17) light dark", (await browser.EvaluateAsync(background)).GetString());
        await browser.ShowAsync(endpoint.Address, 390, "light");
        Assert.Equal("rgb(255, 255, 255) light dark", (await browser.EvaluateAsync(background)).GetString());
    }

    [Fact]
    public async Task ACodeLeadsToItsExplanation()
    {
        input = PageNodes.Broken;
        await browser.ShowAsync(endpoint.Address, 390, "light");

        var target = (await browser.EvaluateAsync("document.querySelector('dt a').href")).GetString()!;
        await browser.ShowAsync(new Uri(target), 390, "light");

        Assert.Contains("What to do", (await browser.EvaluateAsync("document.body.innerText")).GetString(), StringComparison.Ordinal);
        Assert.Equal("", (await browser.EvaluateAsync("[...document.scripts].map(s => s.outerHTML).join()")).GetString());
    }

    /// <summary>The pictures of the documents: tests/screenshots writes them.</summary>
    [Fact(Explicit = true)]
    public async Task Screenshots()
    {
        var folder = Environment.GetEnvironmentVariable("SCREENSHOTS");
        Assert.NotNull(folder);
        foreach (var (name, node, width, scheme) in new[]
        {
            ("healthy", PageNodes.Healthy, 900, "light"),
            ("broken", PageNodes.Broken, 900, "light"),
            ("broken-narrow-dark", PageNodes.Broken, 390, "dark"),
        })
        {
            input = node;
            await browser.ShowAsync(endpoint.Address, width, scheme);
            var file = Path.Combine(folder, $"status-page-{name}.png");
            await File.WriteAllBytesAsync(file, await browser.PictureAsync(), TestContext.Current.CancellationToken);
        }
    }
}
