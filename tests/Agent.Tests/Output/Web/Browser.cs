using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTests.Support;
using Xunit;

namespace AgentTests.Output.Web;

/// <summary>A headless Chromium with one page, driven over the DevTools protocol. Tests are skipped where it is missing.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("chromium-");
    private readonly ClientWebSocket socket = new();
    private readonly Process process;
    private string session = "";
    private int commands;

    private Browser() => process = Process.Start(new ProcessStartInfo(
        Program,
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank",
        ])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    public static async Task<Browser> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed: tests/install-tools");
        var browser = new Browser();
        const string listening = "DevTools listening on ";
        string? line;
        do
        {
            line = await browser.process.StandardError.ReadLineAsync(Patience.Minute);
        }
        while (line is not null && !line.StartsWith(listening, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = browser.process.StandardError.ReadToEndAsync();
        _ = browser.process.StandardOutput.ReadToEndAsync();
        await browser.socket.ConnectAsync(new Uri(line[listening.Length..]), Patience.Minute);
        var target = await browser.CallAsync("Target.createTarget", new() { ["url"] = "about:blank" });
        var attached = await browser.CallAsync(
            "Target.attachToTarget", new() { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true });
        browser.session = attached.GetProperty("sessionId").GetString()!;
        return browser;
    }

    /// <summary>Shows a page on a screen of a width, in a color scheme.</summary>
    public async Task ShowAsync(Uri page, int width, string scheme)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = width < 500,
        });
        await CallAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
        });
        await CallAsync("Page.navigate", new() { ["url"] = page.ToString() });
        var end = Patience.Minute;
        while ((await EvaluateAsync("`${document.readyState} ${location.href}`")).GetString() != $"complete {page}")
        {
            await Task.Delay(50, end);
        }
    }

    /// <summary>The value of an expression of JavaScript in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true });
        return answer.GetProperty("result").GetProperty("value");
    }

    /// <summary>A picture of the whole page.</summary>
    public async Task<byte[]> PictureAsync()
    {
        var answer = await CallAsync("Page.captureScreenshot", new() { ["format"] = "png", ["captureBeyondViewport"] = true });
        return answer.GetProperty("data").GetBytesFromBase64();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        profile.Delete(recursive: true);
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters)
    {
        var id = ++commands;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session.Length > 0)
        {
            command["sessionId"] = session;
        }

        await socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, Patience.Minute);
        while (true)
        {
            var answer = await ReceiveAsync();
            if (answer.TryGetProperty("id", out var of) && of.GetInt32() == id)
            {
                Assert.True(answer.TryGetProperty("result", out var result), answer.ToString());
                return result;
            }
        }
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        var buffer = new byte[1 << 16];
        var message = new MemoryStream();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), Patience.Minute);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }
}
