using System.Diagnostics;
using System.Text.Json;
using AgentTests.Collect.Ldap;
using AgentTests.Output;
using Xunit;

namespace AgentTests.Commands;

/// <summary>The program itself.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private const string Master = """
        dn: automountMapName=auto.master,dc=example,dc=com
        objectClass: automountMap
        automountMapName: auto.master

        dn: automountKey=/data,automountMapName=auto.master,dc=example,dc=com
        objectClass: automount
        automountKey: /data
        automountInformation: auto.data

        dn: automountMapName=auto.data,dc=example,dc=com
        objectClass: automountMap
        automountMapName: auto.data


        """;

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("validate-").FullName;

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    private (int Status, string Output, string Errors) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "automount-agent.dll"), "validate", .. arguments, "--config", File("agent.conf", "")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        return (process.ExitCode, output, errors.Result);
    }

    private string File(string name, string content)
    {
        System.IO.File.WriteAllText(Path.Combine(folder, name), content);
        return name;
    }

    private static string Entry(string key, string value) =>
        $"dn: automountKey={key},automountMapName=auto.data,dc=example,dc=com\nobjectClass: automount\nautomountKey: {key}\n" +
        $"automountInformation: {value}\n\n";

    [Fact]
    public void StatusZeroIsForGoodMaps()
    {
        var (status, output, errors) = Run(
            "--ldif", File("a.ldif", Master + Entry("tools", "-fstype=nfs4,ro,nosuid,nodev nfs1.example.com:/exports/tools")));
        Assert.Equal(
            (0, "ok: 2 maps, 2 entries, 0 errors, 0 warnings, 0 silenced\n", ""),
            (status, output, errors));
    }

    [Fact]
    public void StatusOneIsForErrorsWithACaretBelowTheFault()
    {
        var (status, output, errors) = Run(
            "--ldif", File("a.ldif", Master), "--ldif", File("b.ldif", Entry("tools", "nfs1 /exports/tools")));
        Assert.Equal((1, ""), (status, errors));
        Assert.StartsWith("b.ldif:4:28: error: automount cannot mount tools of auto.data: ", output);
        Assert.Contains(
            " [map/bad-entry]\n    nfs1 /exports/tools\n         ^\n    help: Write: tools nfs1:/exports/tools\n\nbroken: 2 maps", output);
        Assert.DoesNotContain("\u001b", output);
    }

    [Fact]
    public void MapFilesFindEachOtherByTheNameOfTheFile()
    {
        File("auto.master", "/data /etc/auto.data\n+dir:/etc/auto.master.d\n+auto.master\n");
        var (status, output, _) = Run("--map-file", "auto.master", "--map-file", File("auto.data", "# tools\ntools nfs1 /exports/tools\n"));
        Assert.Equal(1, status);
        Assert.StartsWith("auto.data:2:12: error: automount cannot mount tools of /etc/auto.data: ", output);
        Assert.Contains("2 maps, 2 entries, 1 error,", output); // What is included from elsewhere is no fault of this file.
    }

    [Fact]
    public void WarningsCountWhenStrict()
    {
        File(
            "a.ldif",
            Master + Entry(
                "tools",
                "-fstype=nfs4,ro,nosuid,nodev nfs1.example.com:/exports/tools") + "dn: cn=gone,dc=example,dc=com\nchangetype: delete\n");
        Assert.Equal(0, Run("--ldif", "a.ldif").Status);
        Assert.Equal(1, Run("--ldif", "a.ldif", "--strict").Status);
    }

    [Fact]
    public void StatusTwoIsForWhatCannotBeRead()
    {
        var (status, output, errors) = Run("--ldif", "nowhere.ldif");
        Assert.Equal((2, ""), (status, output));
        Assert.StartsWith("automount-agent: validate: ", errors);
        Assert.Equal(2, Run("--ldif", File("empty.ldif", "dn: dc=x\nobjectClass: domain\n")).Status);
        Assert.Equal(2, Run("--ldap", "ldap://127.0.0.1:1").Status);
    }

    /// <summary>One line with the path, in words of our own.</summary>
    [Theory]
    [InlineData("there is no file nowhere", "--ldif", "nowhere")]
    [InlineData("there is no file nowhere/auto.data", "--map-file", "nowhere/auto.data")]
    [InlineData("maps is a folder: give the files in it", "--map-file", "maps")]
    [InlineData("maps is a folder: give the files in it", "--ldif", "maps")]
    [InlineData("a.ldif is LDIF: use --ldif", "--map-file", "a.ldif")]
    [InlineData("there is no automount map in auto.data: auto.data:1: a record begins with dn:, not with \"tools nfs1\"",
        "--ldif", "auto.data")]
    [InlineData("both auto.master and a.ldif have a master map, of which automount reads one: give one",
        "--map-file", "auto.master", "--ldif", "a.ldif")]
    [InlineData("there is no file secret", "--ldap", "ldap://127.0.0.1:1", "--bind-dn", "cn=x", "--bind-password-file", "secret")]
    public void WhatCannotBeReadIsSaidInOneLine(string why, params string[] arguments)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "maps"));
        File("auto.master", "/data auto.data\n");
        File("auto.data", "tools nfs1:/a\n");
        File("a.ldif", "# a dump\n" + Master);

        Assert.Equal((2, "", $"automount-agent: validate: {why}\n"), Run(arguments));
    }

    /// <summary>Every format says the same numbers, however many findings it lists.</summary>
    [Fact]
    public void TheTotalsAreThoseOfAllFindings()
    {
        var unknown = string.Join(',', Enumerable.Range(0, 25).Select(i => $"what{i}"));
        File("auto.master", "/data auto.data\n");
        File("auto.data", $"many -vers=4,{unknown} h:/a\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"k{i} nfs1 /a{i}\n")));
        string[] files = ["--map-file", "auto.master", "auto.data"];

        var (_, table, _) = Run(files);
        Assert.EndsWith("\nbroken: 2 maps, 32 entries, 55 errors (40 shown), 0 warnings, 0 silenced\n", table);
        Assert.Contains("\n... and 5 more map/unknown-option in auto.data\n", table);
        Assert.Contains("\n... and 10 more map/bad-entry in auto.data\n", table);
        Assert.EndsWith("55 errors (4 shown), 0 warnings, 0 silenced\n", Run([.. files, "--limit", "2"]).Output);
        Assert.EndsWith("55 errors, 0 warnings, 0 silenced\n", Run([.. files, "--limit", "all"]).Output);

        using var json = JsonDocument.Parse(Run([.. files, "--limit", "20", "--output", "json"]).Output);
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal((55, 40), (summary.GetProperty("errors").GetInt32(), summary.GetProperty("errorsShown").GetInt32()));
        Assert.Equal(15, summary.GetProperty("more").EnumerateArray().Sum(m => m.GetProperty("count").GetInt32()));

        using var sarif = JsonDocument.Parse(Run([.. files, "--output", "sarif"]).Output);
        var run = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal(55, run.GetProperty("properties").GetProperty("errors").GetInt32());
        Assert.Equal(55, run.GetProperty("results").GetArrayLength());
        Assert.DoesNotContain("more like it", run.GetRawText());
    }

    /// <summary>The example of the document, as it stands there.</summary>
    [Fact]
    public void TheExampleOfTheDocumentWorks()
    {
        var page = System.IO.File.ReadAllText(Path.Combine(Golden.Root, "docs/before-a-merge.md"));
        var step = page.Split("```sh\n")
            .Skip(1)
            .Select(b => b.Split("```")[0])
            .Single(b => b.Contains("--map-file", StringComparison.Ordinal));
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "maps"));
        File("maps/auto.master", "/data /etc/auto.data\n");
        File("maps/auto.data", "tools -fstype=nfs4,ro,nosuid,nodev nfs1.example.com:/exports/tools\n");
        Assert.Equal(0, Shell(step).Status);
        File("maps/auto.data", "tools nfs1 /exports/tools\n");
        var (status, output) = Shell(step);
        Assert.Equal(1, status);
        Assert.Contains("map/bad-entry", output);
        using var sarif = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(folder, "maps.sarif")));
        Assert.Equal("maps/auto.data", sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0]
            .GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    private (int Status, string Output) Shell(string script)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "automount-agent.dll");
        var function = $"automount-agent() {{ dotnet '{program}' \"$@\"; }}\n";
        var start = new ProcessStartInfo("bash", ["-euc", function + script]) { RedirectStandardOutput = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    [Fact]
    public void CtrlCEndsItAtOnceEvenWhileItWaitsForAPipe()
    {
        using (var make = Process.Start("mkfifo", Path.Combine(folder, "pipe")))
        {
            make.WaitForExit();
        }

        using var process =
            Process.Start(new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "automount-agent.dll"), "validate", "--ldif", Path.Combine(folder, "pipe")]))!;
        using (var pipe = new FileStream(Path.Combine(folder, "pipe"), FileMode.Open, FileAccess.Write)) // Opens when the program reads.
        {
            using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(130, process.ExitCode);
    }

    /// <summary>A directory in a schema that no option names, with a bind.</summary>
    [Fact]
    public void ALiveDirectoryIsJudged()
    {
        using var slapd = new PrivateSlapd(
            Trees.OuCnSchema,
            Trees.OuMap("auto.master") + Trees.OuEntry("auto.master", "/data", Trees.Bytes("auto.data")) +
            Trees.OuMap("auto.data") + Trees.OuEntry("auto.data", "tools", Trees.Bytes("nfs1 /exports/tools")));
        File("password", $"{PrivateSlapd.Password}\n");
        string[] server = ["--ldap", slapd.Uri, "--base", PrivateSlapd.Suffix, "--bind-dn", PrivateSlapd.Admin, "--bind-password-file"];
        var (status, output, errors) = Run([.. server, "password"]);
        Assert.Equal((1, ""), (status, errors));
        Assert.StartsWith("auto.data:tools: error: ", output);
        Assert.Contains("    dn: cn=tools,ou=auto.data,", output);
        Assert.Contains("2 maps, 2 entries", output);

        var (wrong, _, why) = Run([.. server, File("wrong", "nonsense\n")]);
        Assert.Equal(2, wrong);
        Assert.DoesNotContain("nonsense", why);
    }

    [Theory]
    [InlineData("--ldif", "a.ldif", "--ldap", "ldap://x")]
    [InlineData("--bind-dn", "cn=x")]
    [InlineData("--base", "dc=x")]
    [InlineData("--ldif", "a.ldif", "--schema", "amd")]
    [InlineData("--output", "xml")]
    [InlineData("--ldif", "")]
    [InlineData("--map-file", "")]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "many")]
    [InlineData("stray")]
    public void Status64IsForWrongUsage(params string[] arguments)
    {
        var (status, output, errors) = Run(arguments);
        Assert.Equal((64, ""), (status, output));
        Assert.StartsWith("automount-agent: ", errors);
    }

    [Fact]
    public void JsonAndSarifHaveThePlaceInTheFile()
    {
        File("a.ldif", Master + Entry("tools", "nfs1 /exports/tools"));
        using var json = JsonDocument.Parse(Run("--ldif", "a.ldif", "--output", "json").Output);
        Assert.Equal(
            (1, "broken"), (json.RootElement.GetProperty("schema").GetInt32(), json.RootElement.GetProperty("verdict").GetString()));
        var source = json.RootElement.GetProperty("findings")[0].GetProperty("source");
        Assert.Equal(
            ("a.ldif", 17, 28),
            (source.GetProperty("file").GetString(), source.GetProperty("line").GetInt32(), source.GetProperty("column").GetInt32()));
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("errors").GetInt32());

        using var sarif = JsonDocument.Parse(Run("--ldif", "a.ldif", "--output", "sarif").Output);
        var place = sarif.RootElement.GetProperty("runs")[0]
            .GetProperty("results")[0]
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation");
        Assert.Equal(("a.ldif", 17, 28), (
            place.GetProperty("artifactLocation").GetProperty("uri").GetString(),
            place.GetProperty("region").GetProperty("startLine").GetInt32(),
            place.GetProperty("region").GetProperty("startColumn").GetInt32()));
    }
}
