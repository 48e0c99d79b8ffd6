using System.Text.Json;
using Automount.Findings;
using Automount.Text;

namespace Automount.Formats;

/// <summary>A kind of finding, as SARIF lists it in front of the results.</summary>
/// <param name="Id">The stable code.</param>
/// <param name="Severity">How much it matters; <see cref="Severity.Info"/> is a note.</param>
/// <param name="Summary">A few words, as a heading.</param>
/// <param name="Explanation">What it means.</param>
/// <param name="Remedy">What to do.</param>
public sealed record SarifRule(string Id, Severity Severity, string Summary, string Explanation, string Remedy);

/// <summary>A place in a file.</summary>
/// <param name="Uri">The file: escaped, relative or absolute (<see cref="SarifLog.Escape"/>).</param>
/// <param name="Line">Line, from 1; 0 when it is about the whole file.</param>
/// <param name="Column">Column in UTF-16 units, from 1; 0 when it is about the whole line.</param>
/// <param name="UriBase">Name of what the URI is relative to; null when that is left to the reader.</param>
public sealed record SarifPlace(string Uri, int Line, int Column, string? UriBase = null)
{
    /// <summary>Name of the root of the work tree.</summary>
    public const string Root = "%SRCROOT%";

    /// <summary>A place in a file: below the root of the work tree relative to it, as code hosts want it.</summary>
    /// <param name="folder">The root of the work tree, absolute.</param>
    /// <param name="file">The file, absolute or relative to the folder.</param>
    /// <param name="line">Line, from 1; 0 when it is about the whole file.</param>
    /// <param name="column">Column, from 1; 0 when it is about the whole line.</param>
    public static SarifPlace Of(string folder, string file, int line, int column) => WorkTree.Relative(folder, file) is { } relative
        ? new SarifPlace(SarifLog.Escape(relative), line, column, Root)
        : new SarifPlace($"file://{SarifLog.Escape(Path.GetFullPath(file, folder))}", line, column);
}

/// <summary>A thing that has a name instead of a place in a file.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Kind">One of the kinds of SARIF: <c>member</c>, <c>object</c> …</param>
public sealed record SarifName(string Name, string Kind);

/// <summary>The program that writes a log.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Command">The command that judged: with the name it tells logs apart that one repository uploads.</param>
public sealed record SarifTool(string Name, string Version, string Command)
{
    /// <summary>Where it is described: its manual page, as systemd names one (uri(7)).</summary>
    public string Manual => $"man:{Name}(8)";
}

/// <summary>One finding.</summary>
/// <param name="Rule">The code of its kind, one of the rules of the log.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record SarifResult(string Rule, string Message)
{
    /// <summary>Where it is; null when it is in no file.</summary>
    public SarifPlace? Place { get; init; }

    /// <summary>What it is about, where that has a name.</summary>
    public IReadOnlyList<SarifName> Names { get; init; } = [];

    /// <summary>What stays the same when lines move, as name and value; null for none.</summary>
    public (string Name, string Value)? Fingerprint { get; init; }
}

/// <summary>
/// Findings as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), which code hosts show beside the lines of a change. Equal
/// findings give equal bytes: the log holds no time and no name of a machine.
/// </summary>
public static class SarifLog
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>The document as UTF-8, with a newline at the end.</summary>
    /// <param name="tool">The program.</param>
    /// <param name="rules">Every kind of finding that the program knows, each once.</param>
    /// <param name="results">The findings.</param>
    /// <param name="totals">Numbers about all of them, by name, as properties of the run; null for none.</param>
    public static byte[] Bytes(
        SarifTool tool,
        IReadOnlyList<SarifRule> rules,
        IEnumerable<SarifResult> results,
        IReadOnlyList<(string Name, int Number)>? totals = null)
    {
        var index = rules.Index().ToDictionary(r => r.Item.Id, r => r.Index);
        return JsonText.Bytes(json =>
        {
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, tool, rules);
            json.WriteStartObject("automationDetails");
            json.WriteString("id", $"{tool.Name}/{tool.Command}/");
            json.WriteEndObject();
            WriteRoot(json);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var result in results)
            {
                var rule = index[result.Rule];
                Write(json, result, rule, rules[rule].Severity);
            }

            json.WriteEndArray();
            WriteTotals(json, totals ?? []);
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    /// <summary>A path as a part of a URI.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>What relative names of files are relative to; where that is, the reader knows.</summary>
    private static void WriteRoot(Utf8JsonWriter json)
    {
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(SarifPlace.Root);
        WriteText(json, "description", "The root of the work tree, in which the program was run.");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, SarifTool tool, IReadOnlyList<SarifRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", tool.Name);
        json.WriteString("version", tool.Version);
        json.WriteString("informationUri", tool.Manual);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Summary);
            WriteText(json, "fullDescription", rule.Explanation);
            WriteText(json, "help", rule.Remedy);
            json.WriteString("helpUri", tool.Manual);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, IReadOnlyList<(string Name, int Number)> totals)
    {
        if (totals.Count == 0)
        {
            return;
        }

        json.WriteStartObject("properties");
        foreach (var (name, number) in totals)
        {
            json.WriteNumber(name, number);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SarifResult result, int rule, Severity severity)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", result.Rule);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(severity));
        WriteText(json, "message", Safe(result.Message));
        json.WriteStartArray("locations");
        json.WriteStartObject();
        WritePlace(json, result.Place);
        WriteNames(json, result.Names);
        json.WriteEndObject();
        json.WriteEndArray();
        if (result.Fingerprint is { } fingerprint)
        {
            json.WriteStartObject("partialFingerprints");
            json.WriteString(fingerprint.Name, fingerprint.Value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, SarifPlace? place)
    {
        if (place is null)
        {
            return;
        }

        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", place.Uri);
        if (place.UriBase is { } uriBase)
        {
            json.WriteString("uriBaseId", uriBase);
        }

        json.WriteEndObject();
        WriteRegion(json, place);
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, SarifPlace place)
    {
        if (place.Line <= 0)
        {
            return;
        }

        json.WriteStartObject("region");
        json.WriteNumber("startLine", place.Line);
        if (place.Column > 0)
        {
            json.WriteNumber("startColumn", place.Column);
        }

        json.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter json, IReadOnlyList<SarifName> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        json.WriteStartArray("logicalLocations");
        foreach (var (name, kind) in names)
        {
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName", Safe(name));
            json.WriteString("kind", kind);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    /// <summary>Code hosts show text as it is, and it may come from outside: nothing in it may move other text.</summary>
    private static string Safe(string text) => Printable.Escape(text, int.MaxValue);

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
