using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AutomountPackaging.Fleet;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Fleet;

public class FleetViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 14, 5, 0, TimeSpan.Zero);

    /// <summary>Six nodes: one does not answer, one is not known; nfs2 answers two of four that use it.</summary>
    private static ImmutableDictionary<string, QueryAnswer> Answers { get; } = new Dictionary<string, QueryAnswer>
    {
        ["up"] = Of([.. Nodes(1, 2, 3, 4), ("instance=worker-5", 0)]),
        ["now"] = Of(("", Now.ToUnixTimeSeconds())),
        ["desired"] = Of(("", 6)),
        ["versions"] = Of(("version=0.1.0", 1), ("version=0.2.0", 3)),
        ["links"] = Of(
            ("link=server,state=broken", 2), ("link=server,state=ok", 2), ("link=sssd,state=ok", 3), ("link=sssd,state=unknown", 1)),
        ["servers"] = Of(("server=nfs1", 4), ("server=nfs2", 4)),
        ["down"] = Of(("server=nfs2,instance=worker-3", 0), ("server=nfs2,instance=worker-1", 0)),
        ["hung"] = Of(("server=nfs2,instance=worker-1", 3)),
        ["findings"] = Of(
            ("code=map/unused-map,severity=warning,instance=worker-1", 9), ("code=map/unused-map,severity=warning,instance=worker-2", 9),
            ("code=map/unused-map,severity=warning,instance=worker-3", 9), ("code=server/hung,severity=error,instance=worker-1", 1),
            ("code=server/hung,severity=error,instance=worker-3", 1),
            ("code=mount/hung,severity=warning,follows=server/hung,instance=worker-1", 1)),
        ["lastWell"] = Of(("server=nfs1", Now.ToUnixTimeSeconds()), ("server=nfs2", Now.AddMinutes(-35).ToUnixTimeSeconds())),
        ["firstDown"] = Of(("server=nfs2", Now.AddHours(-20).ToUnixTimeSeconds())),
    }.ToImmutableDictionary();

    [Fact]
    public void TheTableIsThatOfTheDocument() => MarkedText.Check(
        Path.Combine(Repository.Root, "docs/remote.md"), "NODES",
        string.Concat(FleetTable.Lines(FleetView.Of(Answers)).Prepend("$ oc automount").Select(line => $"    {line}".TrimEnd() + "\n")));

    [Fact]
    public void WhatWasNotSeenMakesItIncomplete()
    {
        var all = Answers.SetItem("up", Of([.. Nodes(1, 2, 3, 4, 5)])).SetItem("desired", Of(("", 5)))
            .SetItem("links", Of(("link=sssd,state=ok", 5), ("link=sssd,state=unknown", 0)));
        ImmutableDictionary<string, QueryAnswer>[] partial =
        [
            all.SetItem("up", Of([.. Nodes(1, 2, 3, 4), ("instance=worker-5", 0)])),
            all.SetItem("desired", Of(("", 6))),
            all.SetItem("links", Answers["links"]),
            all.SetItem("servers", all["servers"] with { Warnings = ["no store matched"] }),
            all.SetItem("up", QueryAnswer.Empty).SetItem("desired", QueryAnswer.Empty),
        ];

        Assert.True(FleetView.Of(all).IsComplete);
        Assert.All(partial, answers => Assert.False(FleetView.Of(answers).IsComplete));
        Assert.Contains("not complete: no store matched", FleetTable.Lines(FleetView.Of(partial[3])));
    }

    [Theory]
    [InlineData(-35, -1200, "2026-03-01T13:30:00Z")]
    [InlineData(null, -10, "2026-03-01T13:55:00Z")]
    [InlineData(null, -1440, "over a day")]
    [InlineData(null, null, "not known")]
    public void SinceIsTheEndOfTheLastMinuteThatWasWell(int? well, int? first, string since)
    {
        QueryAnswer Minutes(int? minutes) => minutes is { } ago ? Of(("server=nfs2", Now.AddMinutes(ago).ToUnixTimeSeconds())) : Of();
        var view = FleetView.Of(Answers.SetItem("lastWell", Minutes(well)).SetItem("firstDown", Minutes(first)));

        Assert.Contains($"  {since}  ", FleetTable.Lines(view).Single(line => line.StartsWith("nfs2 ")));
    }

    [Fact]
    public void JsonHasAllOfIt()
    {
        using var json = JsonDocument.Parse(FleetJson.Bytes(FleetView.Of(Answers)));
        var root = json.RootElement;
        var server = root.GetProperty("servers")[0];
        var finding = root.GetProperty("findings")[2];

        Assert.Equal((1, false, 1), (Int("schema"), root.GetProperty("complete").GetBoolean(), Int("missing")));
        Assert.Equal(["worker-5"], Names(root.GetProperty("silent")));
        Assert.Equal(["worker-1", "worker-2", "worker-3", "worker-4"], Names(root.GetProperty("answering")));
        Assert.Equal(("nfs2", "2026-03-01T13:30:00Z"), (server.GetProperty("server").GetString(), server.GetProperty("since").GetString()));
        Assert.Equal(["worker-1", "worker-3"], Names(server.GetProperty("down")));
        Assert.Equal("server/hung", finding.GetProperty("followsFrom").GetString());
        Assert.False(root.GetProperty("servers")[1].TryGetProperty("since", out _));

        int Int(string name) => root.GetProperty(name).GetInt32();
    }

    /// <summary>Names come from maps, and so from strangers.</summary>
    [Fact]
    public void NamesFromOutsideAreEscaped()
    {
        var view = FleetView.Of(Answers.SetItem("down", Of(("server=nfs\u001b[31m,instance=worker\n1", 0))));

        Assert.DoesNotContain(FleetTable.Lines(view), line => line.Any(char.IsControl));
    }

    [Trait("suite", "hostile")]
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"data\":{}}")]
    [InlineData("{\"data\":{\"resultType\":\"matrix\",\"result\":[]}}")]
    [InlineData("{\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1]}]}}")]
    [InlineData("{\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}")]
    [InlineData("{\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"a\":1},\"value\":[1,\"1\"]}]}}")]
    [InlineData("<html>Application is not available</html>")]
    public void WhatIsNoAnswerIsNone(string body) => Assert.Null(QueryAnswer.Read(Encoding.UTF8.GetBytes(body)));

    [Trait("suite", "hostile")]
    [Theory]
    [InlineData("NaN")]
    [InlineData("+Inf")]
    [InlineData("-Inf")]
    [InlineData("1e300")]
    [InlineData("-5")]
    public void OddNumbersAreNumbers(string number)
    {
        var value = QueryAnswer.Read(Encoding.UTF8.GetBytes(
            $"{{\"data\":{{\"resultType\":\"vector\",\"result\":[{{\"metric\":{{\"server\":\"nfs2\"}},\"value\":[1,\"{number}\"]}}]}}}}"))!;

        var view = FleetView.Of(FleetQuery.All.ToImmutableDictionary(query => query.Name, _ => value));

        Assert.NotEmpty(FleetTable.Lines(view));
        Assert.NotEmpty(FleetJson.Bytes(view));
    }

    private static (string, double)[] Nodes(params int[] numbers) => [.. numbers.Select(n => ($"instance=worker-{n}", 1.0))];

    private static QueryAnswer Of(params (string Labels, double Value)[] samples) => new(
        [
            .. samples.Select(sample => new Sample(
                sample.Labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('='))
                    .ToImmutableDictionary(label => label[0], label => label[1]),
                sample.Value)),
        ],
        []);

    private static string[] Names(JsonElement list) => [.. list.EnumerateArray().Select(name => name.GetString()!)];
}
