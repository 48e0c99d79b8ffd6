using System.Text.Json;
using Xunit;

namespace SarifTests;

/// <summary>
/// What the schema of SARIF 2.1.0 (OASIS) requires of a document, and what code hosts require beyond it.
/// </summary>
internal static class SarifShape
{
    private static readonly NJsonSchema.JsonSchema Schema = ReadSchema();

    private static readonly string[] Levels = ["none", "note", "warning", "error"];

    /// <summary>Fails where a document is not what readers of SARIF expect.</summary>
    public static void Check(string document)
    {
        Assert.Empty(Schema.Validate(document).Select(error => error.ToString()));
        using var json = JsonDocument.Parse(document);
        var root = json.RootElement;
        Only(root, "$schema", "version", "runs");
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        IsUri(root.GetProperty("$schema"), UriKind.Absolute);
        var run = Assert.Single(root.GetProperty("runs").EnumerateArray());
        Only(run, "tool", "automationDetails", "originalUriBaseIds", "columnKind", "results", "properties");
        Assert.Equal("utf16CodeUnits", run.GetProperty("columnKind").GetString());
        var driver = run.GetProperty("tool").GetProperty("driver");
        Only(driver, "name", "version", "informationUri", "rules");
        IsUri(driver.GetProperty("informationUri"), UriKind.Absolute);
        Assert.EndsWith("/", run.GetProperty("automationDetails").GetProperty("id").GetString());
        Text(driver.GetProperty("name"));
        var rules = driver.GetProperty("rules").EnumerateArray().ToList();
        Assert.All(rules, Rule);
        Assert.Equal(rules.Count, rules.DistinctBy(r => r.GetProperty("id").GetString()).Count());
        Assert.All(run.GetProperty("results").EnumerateArray(), result => Result(result, rules));
    }

    private static NJsonSchema.JsonSchema ReadSchema()
    {
        using var stream = typeof(SarifShape).Assembly.GetManifestResourceStream("sarif-schema.json")!;
        using var text = new StreamReader(stream);
        return NJsonSchema.JsonSchema.FromJsonAsync(text.ReadToEnd()).GetAwaiter().GetResult();
    }

    private static void Rule(JsonElement rule)
    {
        Only(rule, "id", "shortDescription", "fullDescription", "help", "helpUri", "defaultConfiguration");
        IsUri(rule.GetProperty("helpUri"), UriKind.Absolute);
        Text(rule.GetProperty("id"));
        Assert.All(["shortDescription", "fullDescription", "help"], name => Text(rule.GetProperty(name).GetProperty("text")));
        Assert.Contains(rule.GetProperty("defaultConfiguration").GetProperty("level").GetString(), Levels);
    }

    private static void Result(JsonElement result, List<JsonElement> rules)
    {
        Only(result, "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints");
        Assert.InRange(result.GetProperty("ruleIndex").GetInt32(), 0, rules.Count - 1);
        Assert.Equal(
            result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        Assert.Contains(result.GetProperty("level").GetString(), Levels);
        Text(result.GetProperty("message").GetProperty("text"));
        Assert.All(result.GetProperty("locations").EnumerateArray(), Location);
        if (result.TryGetProperty("partialFingerprints", out var prints))
        {
            Assert.All(prints.EnumerateObject(), p => Text(p.Value));
        }
    }

    private static void Location(JsonElement location)
    {
        Only(location, "physicalLocation", "logicalLocations");
        if (location.TryGetProperty("physicalLocation", out var place))
        {
            Only(place, "artifactLocation", "region");
            var artifact = place.GetProperty("artifactLocation");
            Only(artifact, "uri", "uriBaseId");
            IsUri(artifact.GetProperty("uri"), artifact.TryGetProperty("uriBaseId", out _) ? UriKind.Relative : UriKind.RelativeOrAbsolute);
            if (place.TryGetProperty("region", out var region))
            {
                Only(region, "startLine", "startColumn");
                Assert.All(
                    region.EnumerateObject(), number => Assert.True(number.Value.GetInt32() >= 1, $"{number.Name} is {number.Value}"));
                Assert.True(region.TryGetProperty("startLine", out _), "a region without a line");
            }
        }

        if (location.TryGetProperty("logicalLocations", out var names))
        {
            Assert.All(names.EnumerateArray(), name => Text(name.GetProperty("fullyQualifiedName")));
        }
    }

    private static void Only(JsonElement element, params string[] members) =>
        Assert.All(element.EnumerateObject(), m => Assert.Contains(m.Name, members));

    private static void Text(JsonElement element) => Assert.NotEmpty(element.GetString()!);

    /// <summary>.NET takes a percent sign in a file URI for no escape.</summary>
    private static void IsUri(JsonElement element, UriKind kind)
    {
        var uri = element.GetString()!;
        if (uri.StartsWith("file:///", StringComparison.Ordinal))
        {
            Assert.Matches("^file:///([A-Za-z0-9._~/-]|%[0-9A-F]{2})*$", uri);
            return;
        }

        Assert.True(Uri.IsWellFormedUriString(uri, kind), uri);
    }
}
