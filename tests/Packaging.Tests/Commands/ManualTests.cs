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
        var text = new StringBuilder();
        foreach (var alert in Alerts.All)
        {
            var description = Regex.Replace(alert.Description, @"\{\{ \$(labels\.)?(\w+)[^}]*\}\}",
                m => m.Groups[2].Value.ToUpperInvariant());
            text.Append($"### {alert.Name}\n\n{alert.Summary} {description.Replace("_", "\\_")}\n\n"
                + $"Severity {alert.Severity}, after {alert.For}: `{alert.Expression}`\n\n");
        }

        Check("ALERTS", text.ToString());
    }

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

    private static void Check(string name, string expected)
    {
        var text = File.ReadAllText(Manual);
        var begin = $"<!-- BEGIN {name} -->\n";
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf($"<!-- END {name} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Manual, text[..from] + expected + text[to..]);
            return;
        }

        Assert.Equal(expected, text[from..to]);
    }
}
