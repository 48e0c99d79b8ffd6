using System.Text;
using System.Text.RegularExpressions;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Values;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>docs/packaging.md: what is made from lists is as the lists are (UPDATE_GOLDEN=1 writes it), and every example runs.</summary>
public class ManualTests
{
    private static readonly string Manual = Path.Combine(Repository.Root, "docs/packaging.md");

    [Fact]
    public void TheTableOfValuesIsThatOfTheProgram()
    {
        var table = new StringBuilder("| key | option | what may be written | |\n| --- | --- | --- | --- |\n");
        foreach (var key in ValueKey.All)
        {
            var option = key.Option is null ? "" : $"`{key.Option}`";
            var form = key.IsList ? $"list: {key.Form}" : key.Form;
            var row = $"| `{key.Name}` | {option} | {form} | {key.Explanation} |\n";
            table.Append(row.Replace("_", "\\_").Replace("*", "\\*"));
        }

        Check("VALUES", table.ToString());
    }

    [Fact]
    public void TheAlertsAreThoseOfTheProgram()
    {
        var text = new StringBuilder("| alert | severity | what is the matter |\n| --- | --- | --- |\n");
        foreach (var alert in Alerts.All)
        {
            text.Append($"| [{alert.Name}](alerts/{alert.Name}.md) | {Severities(alert)} | {alert.Summary} |\n");
        }

        Check("ALERTS", text.ToString());
    }

    /// <summary>A page for each alert, with what it asks Prometheus, and the four parts of a runbook.</summary>
    [Fact]
    public void EachAlertHasARunbook()
    {
        foreach (var alert in Alerts.All)
        {
            var page = Path.Combine(Repository.Root, $"docs/alerts/{alert.Name}.md");
            var fleet = alert.Fleet is { } form
                ? $"{form.Summary} Severity critical, after {alert.For}, one for each `{form.Label}`:\n\n"
                    + $"    {form.Expression}\n\n"
                : "";
            var rule = $"{fleet}{alert.Summary} Severity {alert.Severity}, after {alert.For}:\n\n    {alert.Expression}\n\n";

            Check("RULE", rule, page);
            string[] parts = ["## Meaning", "## Impact", "## Diagnosis", "## Mitigation"];
            Assert.Equal(parts, File.ReadLines(page).Where(l => l.StartsWith("## ")));
        }
    }

    private static string Severities(Alert alert) =>
        alert.Fleet is null ? alert.Severity : $"critical on many nodes, else {alert.Severity}";

    [Fact]
    public void TheExampleHasEveryKey()
    {
        var example = File.ReadAllText(Path.Combine(Repository.Root, "packaging/values.example.yaml"));

        Assert.All(ValueKey.All, key => Assert.Matches($@"(?m)^\s*(# )?{key.Name.Split('.')[^1]}:", example));
        Assert.All(ValueKey.All.Where(k => k.Option is not null && !k.Name.StartsWith("monitoring")),
            key => Assert.Contains($"({key.Option}", example));
    }

    [Fact]
    public void EveryExampleRuns()
    {
        using var folder = new TestFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "packaging/example"), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "packaging/values.example.yaml")))
        {
            folder.Write(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file));
        }

        folder.Write("pull.json", "{\"auths\":{\"quay.io\":{\"auth\":\"dTpw\"}}}");
        folder.Write("push.json", "{\"auths\":{\"quay.io/example\":{\"auth\":\"dTp4\"}}}");
        var blocks = ShellBlocks.Of(File.ReadAllText(Manual));

        Assert.Equal(4, blocks.Count);
        ShellBlocks.Run(blocks, folder);

        Assert.True(File.Exists(folder["out/manifests/APPLY.md"]));
        Assert.True(File.Exists(folder["out/example/pool/machineosconfig.yaml"]));
        Assert.True(File.Exists(folder["merged.json"]));
    }

    private static void Check(string name, string expected, string? file = null) => MarkedText.Check(file ?? Manual, name, expected);
}
