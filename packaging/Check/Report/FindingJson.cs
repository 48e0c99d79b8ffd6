using System.Text.Json;
using Automount.Findings;
using Automount.Formats;

namespace AutomountPackaging.Check.Report;

/// <summary>
/// Findings for programs:
/// <c>{"schema":1,"openshift":"4.20","files":N,"lookedInto":N,"errors":N,"warnings":N,"findings":[...],"notLookedInto":[...]}</c>.
/// A finding has code, rule, severity, file, message, explanation and remedy; line and column where they are known. What was not looked
/// into has file and reason. Members may be added; none changes its meaning under schema 1.
/// </summary>
internal static class FindingJson
{
    public static byte[] Bytes(CheckResult result) => JsonText.Bytes(json =>
    {
        var findings = result.Findings;
        json.WriteNumber("schema", 1);
        json.WriteString("openshift", result.Target.ToString());
        json.WriteNumber("files", result.Files);
        json.WriteNumber("lookedInto", result.LookedInto);
        json.WriteNumber("errors", findings.Count(f => f.Rule.Severity == Severity.Error));
        json.WriteNumber("warnings", findings.Count(f => f.Rule.Severity == Severity.Warning));
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            Rule(json, finding.Rule);
            json.WriteString("file", finding.File);
            if (finding.Line > 0)
            {
                json.WriteNumber("line", finding.Line);
            }

            if (finding.Column > 0)
            {
                json.WriteNumber("column", finding.Column);
            }

            json.WriteString("message", finding.Message);
            json.WriteString("explanation", finding.Rule.Explanation);
            json.WriteString("remedy", finding.Rule.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notLookedInto");
        foreach (var (file, why) in result.NotLookedInto)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("reason", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The catalogue: <c>{"schema":1,"rules":[...]}</c>.</summary>
    public static byte[] RuleBytes() => JsonText.Bytes(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteStartArray("rules");
        foreach (var rule in RuleCatalog.All)
        {
            json.WriteStartObject();
            Rule(json, rule);
            json.WriteString("summary", rule.Summary);
            json.WriteString("explanation", rule.Explanation);
            json.WriteString("remedy", rule.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Rule(Utf8JsonWriter json, PackagingRule rule)
    {
        json.WriteString("code", rule.Code);
        json.WriteNumber("rule", rule.Rule);
        json.WriteString("severity", rule.Severity.Name());
    }
}
