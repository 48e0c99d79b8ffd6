using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Automount.Findings;

namespace AutomountAgent.Validate;

/// <summary>
/// The findings about maps as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code hosts show beside the lines of
/// a change. Equal maps give equal bytes: there is no time and no name of a machine in it.
/// </summary>
internal static class MapSarif
{
    private const string Root = "%SRCROOT%";

    // It goes to files and pipes, never into HTML, and is read by people as well.
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FindingKind[] OfMaps = [.. FindingCatalog.All.Where(k => k.Link == Link.Map)];

    /// <summary>The document as UTF-8, with a newline at the end.</summary>
    /// <param name="result">What to write.</param>
    /// <param name="folder">The root of the work tree, absolute: files below it are named relative to it, as code hosts want them.</param>
    public static byte[] Bytes(MapValidation result, string folder)
    {
        // Reading live maps also finds things about directories and sssd.
        FindingKind[] rules = [.. OfMaps.Concat(result.Findings.Select(f => f.Kind)).Distinct()];
        var index = rules.Index().ToDictionary(r => r.Item.Code, r => r.Index);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, rules);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var finding in result.Findings)
            {
                Result(json, finding, index[finding.Kind.Code], seen, folder);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Tool(Utf8JsonWriter json, FindingKind[] rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "automount-agent");
        json.WriteString("version", Assembly.GetExecutingAssembly().GetName().Version!.ToString(3));
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Code);
            Text(json, "shortDescription", rule.Summary);
            Text(json, "fullDescription", rule.Explanation);
            Text(json, "help", rule.Remedy);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Finding finding, int rule, Dictionary<string, int> seen, string folder)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Kind.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(finding.Kind.Severity));
        Text(json, "message", $"{finding.Message}. What to do: {finding.WhatToDo}");
        json.WriteStartArray("locations");
        Location(json, finding, folder);
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("automountFinding/v1", Fingerprint(finding, seen));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Location(Utf8JsonWriter json, Finding finding, string folder)
    {
        json.WriteStartObject();
        if (finding.Source?.File is { } file)
        {
            var relative = Path.GetRelativePath(folder, Path.Combine(folder, file));
            var isInside = relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
            json.WriteStartObject("physicalLocation");
            json.WriteStartObject("artifactLocation");
            json.WriteString("uri", isInside ? Escape(relative) : $"file://{Escape(Path.GetFullPath(file, folder))}");
            if (isInside)
            {
                json.WriteString("uriBaseId", Root);
            }

            json.WriteEndObject();
            Region(json, finding);
            json.WriteEndObject();
        }

        if (Names(finding.Source).ToList() is { Count: > 0 } names)
        {
            json.WriteStartArray("logicalLocations");
            foreach (var (name, kind) in names)
            {
                json.WriteStartObject();
                json.WriteString("fullyQualifiedName", name);
                json.WriteString("kind", kind);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Region(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Source?.Line is not ({ } and > 0 and var line))
        {
            return;
        }

        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        if (finding.Source.Column is { } column and > 0)
        {
            json.WriteNumber("startColumn", column);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, string Kind)> Names(FindingSource? source)
    {
        if (source?.Map is { } map)
        {
            yield return (source.Key is { } key ? $"{map}:{key}" : map, "member");
        }

        if (source?.Dn is { } dn)
        {
            yield return (dn, "object");
        }
    }

    /// <summary>The same fault keeps its fingerprint when lines move, so that a code host does not report it anew.</summary>
    private static string Fingerprint(Finding finding, Dictionary<string, int> seen)
    {
        var identity = $"{finding.Kind.Code}\n{finding.Source?.Map}\n{finding.Source?.Key ?? finding.Subject}";
        var times = seen.GetValueOrDefault(identity);
        seen[identity] = times + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity}\n{times}")))[..32];
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }
}
