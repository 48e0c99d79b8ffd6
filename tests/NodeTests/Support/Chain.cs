using System.Text.Json;

namespace NodeTests.Support;

/// <summary>A finding, and the code of the one that it follows from; null when it stands for itself.</summary>
public sealed record Reported(string Code, string? FollowsFrom)
{
    public static Reported Parse(JsonElement finding) => new(
        finding.GetProperty("code").GetString()!,
        finding.TryGetProperty("followsFrom", out var cause) ? cause.GetString() : null);
}

/// <summary>The JSON document of the chain, as far as tests look at it.</summary>
public sealed record Chain(
    string Verdict, string? Message, string? FirstBroken, IReadOnlyDictionary<string, string> Links, IReadOnlyList<Reported> Findings)
{
    /// <summary>The status of each condition of the node; none in what <c>check</c> prints, which looks once.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Codes => [.. Findings.Select(f => f.Code)];

    public static Chain Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var broken = root.TryGetProperty("firstBroken", out var first) && first.ValueKind == JsonValueKind.Object
            ? first.GetProperty("code").GetString()
            : null;
        var findings = root.GetProperty("findings").EnumerateArray().ToList();
        return new Chain(
            root.GetProperty("verdict").GetString()!,
            string.Join("; ", findings.Select(f => f.GetProperty("message").GetString())),
            broken,
            root.GetProperty("links")
                .EnumerateArray()
                .ToDictionary(l => l.GetProperty("link").GetString()!, l => l.GetProperty("state").GetString()!),
            [.. findings.Select(Reported.Parse)])
        {
            Conditions = root.TryGetProperty("conditions", out var conditions) ? ByType(conditions) : new Dictionary<string, string>(),
        };
    }

    private static Dictionary<string, string> ByType(JsonElement conditions) => conditions
        .EnumerateArray()
        .ToDictionary(c => c.GetProperty("type").GetString()!, c => c.GetProperty("status").GetString()!);

    public bool IsHealthy => Verdict == "ok" && Links.Values.All(s => s == "ok");

    public override string ToString() =>
        $"{Verdict}, first broken: {FirstBroken ?? "none"}, links: {string.Join(' ', Links.Select(l => $"{l.Key}={l.Value}"))}\n" +
        $"  conditions: {string.Join(' ', Conditions.Select(c => $"{c.Key}={c.Value}"))}\n" +
        $"  {Message}";
}
