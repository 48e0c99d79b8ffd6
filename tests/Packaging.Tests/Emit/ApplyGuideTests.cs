using System.Text;
using System.Text.Json;
using AutomountPackaging.Documents;
using AutomountPackaging.Emit;
using AutomountPackaging.Values;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class ApplyGuideTests
{
    // As the installer leaves it; quay.io is what the cluster pulls its releases with.
    private const string ClusterSecret = """
        {"auths":{"cloud.openshift.com":{"auth":"b2NwOnRva2Vu","email":"a@example.com"},
        "quay.io":{"auth":"b3BlbnNoaWZ0LXJlbGVhc2UtZGV2K29jbTpSRUxFQVNF","email":"a@example.com"},
        "registry.connect.redhat.com":{"auth":"eHh8eHg6eA==","email":"a@example.com"},
        "registry.redhat.io":{"auth":"eHl8eHk6eQ==","email":"a@example.com"}}}
        """;

    private const string Robot = "ZXhhbXBsZStyb2JvdDpST0JPVA==";

    [Fact]
    public void EveryCommandRunsInTheFolderItIsFor()
    {
        foreach (var (values, inputs) in Case.Matrix().Where((_, index) => index % 13 == 0))
        {
            using var folder = new TestFolder();
            var files = Written(values, inputs, folder, "quay.io/example");

            ShellBlocks.Run(ShellBlocks.Of(files.Text("APPLY.md")), folder);

            var asked = File.ReadAllLines(folder["oc.log"]);
            Order(asked, "oc apply -k .", $"oc get machineosbuild build-2", "oc label node NODE", $"oc get machineconfigpool {values.Pool}",
                "\"paused\": true", "oc apply -k .", "\"paused\": false", "oc delete -k .");
            Assert.Contains(asked, a => a.Contains($"secret") && a.Contains(values.PushSecret));
            Assert.Contains(asked, a => a.Contains("delete secret") && a.Contains(values.PushSecret));
            Assert.False(File.Exists(folder[".dockerconfigjson"]) || File.Exists(folder["pull.json"]));
            if (values.Monitoring)
            {
                var token = EmittedManifests.Documents(File.ReadAllText(folder["applied.yaml"]).TrimEnd('-', '\n'))
                    .Single(d => d.Text("metadata/namespace") == values.Namespace);
                var credentials = EmittedManifests.Only(files, "ServiceMonitor").At("spec/endpoints/0/authorization/credentials");
                Assert.Equal(credentials.Text("name"), token.Text("metadata/name"));
                Assert.Contains(token.At("metadata/annotations").Child("kubernetes.io/service-account.name")!.ToString(),
                    files.Text("monitoring/access.yaml"));
            }
        }
    }

    /// <summary>What the cluster could pull before, it can pull afterwards, with the very same credentials.</summary>
    [Fact]
    public void ThePullSecretOfTheClusterOnlyGrows()
    {
        using var folder = new TestFolder();
        var values = Case.Values() with { PullSecret = "os-image-pull", Monitoring = false };
        var guide = Written(values, Case.Inputs, folder, "quay.io/example").Text("APPLY.md");
        Assert.Contains("key `quay.io/example`", guide);

        ShellBlocks.Run(ShellBlocks.Of(guide), folder);

        foreach (var secret in new[] { "pull-secret", "os-image-pull" })
        {
            using var before = JsonDocument.Parse(ClusterSecret);
            using var after = JsonDocument.Parse(File.ReadAllText(folder[$"cluster/{secret}.json"]));
            var auths = after.RootElement.GetProperty("auths");
            Assert.All(before.RootElement.GetProperty("auths").EnumerateObject(),
                a => Assert.True(JsonElement.DeepEquals(a.Value, auths.GetProperty(a.Name)), a.Name));
            Assert.Equal(Robot, auths.GetProperty("quay.io/example").GetProperty("auth").GetString());
            Assert.Equal(5, auths.EnumerateObject().Count());
        }

        using var push = JsonDocument.Parse(File.ReadAllText(folder["cluster/os-image-push.json"]));
        Assert.Equal("quay.io/example", push.RootElement.GetProperty("auths").EnumerateObject().Single().Name);
    }

    [Fact]
    public void ACredentialThatWouldReplaceOneStopsTheCommands()
    {
        using var folder = new TestFolder();
        var values = Case.Values() with { PullSecret = "os-image-pull", Monitoring = false };
        var guide = Written(values, Case.Inputs, folder, "quay.io").Text("APPLY.md");

        var result = ShellBlocks.Try(ShellBlocks.Of(guide).Where(b => b.Contains("extract")), folder);

        Assert.Contains("quay.io: .dockerconfigjson:", result.Errors);
        Assert.Contains("write the key quay.io/example in node-pull.json", result.Errors);
        Assert.Equal(ClusterSecret, File.ReadAllText(folder["cluster/pull-secret.json"]));
        Assert.False(File.Exists(folder["cluster/os-image-pull.json"]));
    }

    [Theory]
    [InlineData("Failed")]
    [InlineData("Interrupted")]
    public void ABuildThatFailsEndsTheWaitWithItsLog(string state)
    {
        var (result, asked) = Wait(WaitScripts.Image, "", ("machineosconfig", "\nbuild-1\n"), ("machineosbuild", $"Building\n{state}\n"));

        Assert.Equal(1, result.Status);
        Assert.Contains("build build-1 has failed", result.Errors);
        Assert.Contains("oc -n openshift-machine-config-operator logs job/build-build-1 -c image-build --tail=30", asked);
        Assert.DoesNotContain("rebuild", result.Errors);
    }

    [Fact]
    public void ASecondTryWaitsForTheNewBuildAndNotForTheOldOne()
    {
        var (result, asked) = Wait(WaitScripts.Image, "build-1",
            ("machineosconfig", "build-1\nbuild-1\nbuild-2\n"), ("machineosbuild", "Building\nSucceeded\n"));

        Assert.Equal((0, "built: build-2\n"), (result.Status, result.Output));
        Assert.DoesNotContain(asked, a => a.StartsWith("oc get machineosbuild build-1"));
    }

    [Fact]
    public void ASecondTryThatChangesNothingSaysHowToBuildAgain()
    {
        var (result, _) = Wait(WaitScripts.Image, "build-1", ("machineosconfig", "build-1\n"), ("machineosbuild", "Failed\n"));

        Assert.Equal(1, result.Status);
        Assert.Contains("oc annotate machineosconfig worker-automount machineconfiguration.openshift.io/rebuild=", result.Errors);
    }

    [Fact]
    public void ABuildThatIsReplacedIsNotTakenForAFailure()
    {
        var (result, _) = Wait(WaitScripts.Image, "",
            ("machineosconfig", "build-1\nbuild-2\n"), ("machineosbuild", "Interrupted\nBuilding\nSucceeded\n"));

        Assert.Equal((0, "built: build-2\n"), (result.Status, result.Output));
    }

    [Fact]
    public void WhereNothingIsBuiltTheWaitEnds()
    {
        var (result, _) = Wait(WaitScripts.Image, "", ("machineosconfig", "\n"));

        Assert.Equal(2, result.Status);
        Assert.Contains("oc describe machineosconfig worker-automount", result.Errors);
    }

    [Theory]
    [InlineData("Updated\nUpdating\nUpdating\nUpdated\n", 0, "updated: pool worker-automount\n", "")]
    [InlineData("Updating\nUpdating Degraded\nUpdating\nUpdated\n", 0, "updated: pool worker-automount\n", "")]
    [InlineData("Updating\nUpdating NodeDegraded Degraded\n", 1, "", "Degraded: node a says why\npool worker-automount is degraded")]
    [InlineData("Updating\n", 2, "", "still being updated")]
    public void TheWaitForAPoolEndsWell(string states, int status, string output, string errors)
    {
        var (result, _) = Wait(WaitScripts.Pool, "worker-automount", ("machineconfigpool", states));

        Assert.Equal((status, output), (result.Status, result.Output));
        Assert.Contains(errors, result.Errors);
    }

    [Fact]
    public void APasswordThatWasTakenOutComesBackByTheCommandsOfTheGuide()
    {
        using var folder = new TestFolder();
        var conf = Case.File("sssd.conf", "[domain/a b]\nldap_default_authtok = one\n");
        var guide = Case.Emit(Case.Values() with { SecretsAreExternal = true, Monitoring = false }, new Inputs { SssdConf = conf })
            .Text("APPLY.md");

        ShellBlocks.Run(ShellBlocks.Of(guide).Where(b => b.Contains("PASSWORD")), folder, "it's \\100% \"secret\"\n");

        var config = EmittedManifests.Documents(File.ReadAllText(folder["applied.yaml"])).First();
        var file = Assert.Single(config.List("spec/config/storage/files"));
        Assert.Equal(("/etc/automount-agent/sssd/conf.d/90-secret.conf", "384"), (file.Text("path"), file.Text("mode")));
        Assert.Equal(
            "[domain/a b]\nldap_default_authtok = it's \\100% \"secret\"\n",
            Encoding.UTF8.GetString(Convert.FromBase64String(file.Text("contents/source")!["data:;base64,".Length..])));
    }

    [Fact]
    public void ShellCheckFindsNothingInIt()
    {
        using var folder = new TestFolder();
        foreach (var (index, (values, inputs)) in Case.Matrix().Index().Where(c => c.Index % 7 == 0))
        {
            var files = Case.Emit(values, inputs);
            folder.Write($"{index}.sh", "#!/bin/bash\n" + string.Concat(ShellBlocks.Of(files.Text("APPLY.md"))));
            folder.Write($"{index}-image.sh", files.Text(WaitScripts.Image));
            folder.Write($"{index}-pool.sh", files.Text(WaitScripts.Pool));
        }

        var result = Tool.RunOrSkip("shellcheck", folder.Path, ["--severity=style", .. Directory.GetFiles(folder.Path)]);

        Assert.True(result.Status == 0, result.Output);
    }

    /// <summary>The folder as it is when somebody begins with the guide: the files, the credentials, and a cluster.</summary>
    private static IReadOnlyList<AutomountPackaging.Manifests.SourceFile> Written(
        EmitValues values, Inputs inputs, TestFolder folder, string key)
    {
        var files = Case.Emit(values, inputs);
        Assert.Null(OutputFolder.Write(folder["out"], files));
        foreach (var path in Directory.GetFileSystemEntries(folder["out"]))
        {
            Directory.Move(path, folder[Path.GetFileName(path)]);
        }

        var robot = """{"auths":{"KEY":{"auth":"AUTH"}}}""".Replace("KEY", key).Replace("AUTH", Robot);
        folder.Write("push.json", robot);
        folder.Write("node-pull.json", robot);
        folder.Write("cluster/pull-secret.json", ClusterSecret);
        return files;
    }

    private static (ToolResult Result, string[] Asked) Wait(string script, string argument, params (string Of, string Lines)[] answers)
    {
        using var folder = new TestFolder();
        folder.Write(script, Case.Emit(Case.Values()).Text(script));
        foreach (var (of, lines) in answers)
        {
            folder.Write($"answers/{of}", lines);
        }

        return (ShellBlocks.Try([$"sh {script} '{argument}'"], folder), File.ReadAllLines(folder["oc.log"]));
    }

    private static void Order(string[] lines, params string[] expected)
    {
        var at = 0;
        foreach (var text in expected)
        {
            var found = Array.FindIndex(lines, at, l => l.Contains(text));
            Assert.True(found >= 0, $"{text} does not come after line {at} of\n{string.Join('\n', lines)}");
            at = found;
        }
    }
}
