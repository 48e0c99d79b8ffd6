using System.Diagnostics;
using System.Text.Json;
using AutomountPackaging.Check;
using PackagingTests.Emit.Support;
using SarifTests;
using Xunit;

namespace PackagingTests.Check;

/// <summary>The program itself.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private static string Demo => Repository.Fixture("demo");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (int Status, string Output, string Errors) Run(params string[] arguments)
    {
        var (status, output, errors) = Tool.Packaging(["check", .. arguments]);
        return (status, output, errors);
    }

    [Fact]
    public void StatusZeroIsForNothingAndForWarnings()
    {
        var (status, output, errors) = Run(Repository.Fixture("clean"), "--openshift", "4.21");
        Assert.Equal((0, ""), (status, errors));
        Assert.EndsWith("8 files, 0 errors, 0 warnings, for OpenShift 4.21\n", output);
        Assert.Equal(0, Run(Path.Combine(Demo, "layering/label-nodes.sh")).Status);
    }

    [Fact]
    public void StatusOneIsForErrors()
    {
        var (status, output, _) = Run(Demo);
        Assert.Equal(1, status);
        Assert.Contains("machineconfigpool.yaml\n  7:3 ", output);
        Assert.Contains("manifest/metadata-key", output);
        Assert.Contains("Correct the spelling", output);
        Assert.DoesNotContain("\u001b", output);
    }

    [Fact]
    public void StatusTwoIsForWhatCannotBeTold()
    {
        Assert.Equal(2, Run(Path.Combine(folder, "nowhere.yaml")).Status);
        var (status, output, errors) = Run(folder);
        Assert.Equal((2, ""), (status, output));
        Assert.Contains("there is no manifest", errors);
    }

    [Theory]
    [InlineData]
    [InlineData("a.yaml", "--openshift", "3.11")]
    [InlineData("a.yaml", "--openshift", "4.17")]
    [InlineData("a.yaml", "--openshift", "4.020")]
    [InlineData("a.yaml", "--openshift", "new")]
    [InlineData("a.yaml", "--output", "xml")]
    [InlineData("--rules", "a.yaml")]
    [InlineData("--unknown")]
    public void Status64IsForWrongUsage(params string[] arguments)
    {
        var (status, output, errors) = Run(arguments);
        Assert.Equal((64, ""), (status, output));
        Assert.StartsWith("automount-packaging: ", errors);
    }

    [Fact]
    public void JsonHasWhatTheDocumentationSays()
    {
        using var json = JsonDocument.Parse(Run(Demo, "--output", "json", "--openshift", "4.19").Output);
        var root = json.RootElement;
        Assert.Equal((1, "4.19"), (root.GetProperty("schema").GetInt32(), root.GetProperty("openshift").GetString()));
        var severities = root.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("severity").GetString()).ToArray();
        Assert.Equal(severities.Count(s => s == "error"), root.GetProperty("errors").GetInt32());
        Assert.Equal(severities.Count(s => s == "warning"), root.GetProperty("warnings").GetInt32());
        Assert.Contains("info", severities);
        Assert.All(root.GetProperty("findings").EnumerateArray(),
            f => Assert.All(["code", "rule", "severity", "file", "line", "message", "explanation", "remedy"], m => f.GetProperty(m)));
    }

    [Theory]
    [InlineData("gcc", "^[^ ]*machineconfigpool.yaml:7:3: error: .* \\[manifest/metadata-key\\]$")]
    [InlineData("github", "^::error file=[^ ]*machineconfigpool.yaml,line=7,col=3,title=manifest/metadata-key::")]
    public void EditorsAndWorkflowsGetOneLineForEachFinding(string format, string line)
    {
        var (status, output, _) = Run(Demo, "-o", format);

        Assert.Equal(1, status);
        Assert.Contains(output.Split('\n'), l => System.Text.RegularExpressions.Regex.IsMatch(l, line));
    }

    [Theory]
    [InlineData("--ouptut", "there is no option \"--ouptut\"; did you mean --output?")]
    [InlineData("--rule", "there is no option \"--rule\"; did you mean --rules?")]
    public void AWrongOptionNamesTheOneThatWasMeant(string option, string said) => Assert.Contains(said, Run("a.yaml", option).Errors);

    [Fact]
    public void SarifHasWhatItsSchemaRequires()
    {
        File.Copy(Environment.ProcessPath!, Path.Combine(folder, "pro gram"));
        File.WriteAllText(Path.Combine(folder, "é #1.yaml"), "a: [");
        var sarif = Run(Demo, folder, "--output", "sarif").Output;
        SarifShape.Check(sarif);
        using var json = JsonDocument.Parse(sarif);
        var root = json.RootElement;
        Assert.Equal("2.1.0", root.GetProperty("version").GetString());
        var run = root.GetProperty("runs")[0];
        var driver = run.GetProperty("tool").GetProperty("driver");
        Assert.Equal("automount-packaging", driver.GetProperty("name").GetString());
        var rules = driver.GetProperty("rules").EnumerateArray().ToArray();
        Assert.All(rules, r => Assert.All(["shortDescription", "fullDescription", "help"],
            m => Assert.NotEmpty(r.GetProperty(m).GetProperty("text").GetString()!)));
        Assert.All(run.GetProperty("results").EnumerateArray(), r =>
        {
            Assert.Equal(r.GetProperty("ruleId").GetString(), rules[r.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.NotEmpty(r.GetProperty("message").GetProperty("text").GetString()!);
            Assert.Contains(r.GetProperty("level").GetString(), new[] { "error", "warning", "note" });
            var place = r.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.True(!place.TryGetProperty("region", out var region) || region.GetProperty("startLine").GetInt32() > 0);
        });
    }

    [Fact]
    public void ProgramsInFoldersAreChecked()
    {
        Directory.CreateDirectory(Path.Combine(folder, "usr/bin"));
        File.WriteAllBytes(Path.Combine(folder, "usr/bin/agent"), ProgramRuleTests.Elf(62, "GLIBC_2.38"));
        File.WriteAllText(Path.Combine(folder, "picture.png"), "kind: [");
        var (status, output, _) = Run(folder);
        Assert.Equal(1, status);
        Assert.Contains("elf/glibc", output);
        Assert.Contains("1 file,", output);
    }

    [Fact]
    public void TheCatalogueCanBeListed()
    {
        var (status, output, _) = Run("--rules");
        Assert.Equal(0, status);
        Assert.Contains("machineosconfig/name", output);
        using var json = JsonDocument.Parse(Run("--rules", "--output", "json").Output);
        Assert.Equal(RuleCatalog.All.Count, json.RootElement.GetProperty("rules").GetArrayLength());
    }

    [Fact]
    public void WhichReleaseIsAssumedIsSaid()
    {
        var file = Path.Combine(Demo, "layering/label-nodes.sh");
        Assert.Contains("OpenShift 4.20 is assumed", Run(file).Errors);
        Assert.Equal("", Run(file, "--openshift", "5.0").Errors);
        var newer = Run(file, "--openshift", "5.3");
        Assert.Equal(0, newer.Status);
        Assert.Contains("the rules are those of 5.0", newer.Errors);
        Assert.Contains("for OpenShift 5.3", newer.Output);
    }

    /// <summary>A file of a kind that no rule is for is no clean bill.</summary>
    [Theory]
    [InlineData("a.bu", "variant: openshift\nversion: 4.20.0\nstorage: {files: []}\n", "run butane")]
    [InlineData("app.Containerfile", "FROM registry.example.com/app:1\nRUN true\n", "no stage is built on configs")]
    [InlineData("a.yaml", "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\n", "objects of kind Thing")]
    [InlineData("values.yaml", "pool: x\n", "no object of Kubernetes")]
    [InlineData("README.md", "Nothing to see.\n", "")]
    [InlineData("picture.png", "x", "of no kind that the check knows")]
    public void WhereNothingIsLookedIntoTheStatusIsTwo(string name, string text, string why)
    {
        File.WriteAllText(Path.Combine(folder, name), text);

        var (status, output, errors) = Run(folder, "--openshift", "4.20");

        Assert.Equal(2, status);
        Assert.Contains(why, output);
        Assert.Contains("nothing in what is given was looked into", errors);
        using var json = JsonDocument.Parse(Run(folder, "--output", "json").Output);
        Assert.Equal(0, json.RootElement.GetProperty("lookedInto").GetInt32());
        Assert.Equal(why.Length > 0, json.RootElement.GetProperty("notLookedInto").EnumerateArray().Any(n =>
            n.GetProperty("file").GetString()!.EndsWith(name) && n.GetProperty("reason").GetString()!.Contains(why)));
    }

    [Fact]
    public void AFifoAndALinkDoNotHoldItUp()
    {
        Assert.Equal(0, Tool.Run("mkfifo", [Path.Combine(folder, "a.yaml"), Path.Combine(folder, "b")]).Status);
        File.CreateSymbolicLink(Path.Combine(folder, "c.yaml"), "/dev/zero");
        Directory.CreateSymbolicLink(Path.Combine(folder, "below"), folder);

        var inside = Run(folder);
        Assert.Equal(2, inside.Status);
        Assert.Contains("it is not a regular file", inside.Errors);
        Assert.Equal(2, Run(Path.Combine(folder, "b")).Status);
        Assert.Equal(2, Run("/dev/zero").Status);
    }

    [Theory]
    [InlineData("check --rules")]
    [InlineData("check --rules --output json")]
    [InlineData("--help")]
    public void OutputThatCannotBeWrittenIsSaidInOneLine(string arguments)
    {
        var program = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "automount-packaging.dll")}' {arguments}";
        foreach (var script in new[]
        {
            $"{program} > /dev/full",
            $"{{ sleep 1; {program}; echo $? > '{folder}/status'; }} | true; exit $(cat '{folder}/status')",
        })
        {
            var result = Tool.Run("bash", ["-c", script]);
            Assert.Equal(2, result.Status);
            Assert.Matches(@"\Aautomount-packaging: standard output cannot be written: [^\n]+\n\z", result.Errors);
        }
    }

    [Fact]
    public void ControlCharactersOfNamesDoNotReachTheTerminal()
    {
        File.WriteAllText(Path.Combine(folder, "a\u001b[2J.yaml"),
            "apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineOSBuild\nmetadata: {name: \"x\\e[2J\"}\n");
        Assert.DoesNotContain("\u001b", Run(folder).Output);
    }
}
