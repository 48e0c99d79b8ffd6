using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Emit;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class ApplyGuideTests
{
    [Fact]
    public void EveryCommandRunsInTheFolderItIsFor()
    {
        foreach (var (values, inputs) in Case.Matrix().Where((_, index) => index % 7 == 0))
        {
            using var folder = new TestFolder();
            var files = Case.Emit(values, inputs);
            Assert.Null(OutputFolder.Write(folder.Path, files));
            folder.Write("pull.json", "{\"auths\":{\"quay.io\":{\"auth\":\"dTpw\"}}}");

            ShellBlocks.Run(ShellBlocks.Of(files.Text("APPLY.md")), folder);

            var asked = File.ReadAllLines(folder["oc.log"]);
            Order(asked, "oc apply -k .", "oc wait machineosbuild --for=condition=Succeeded=True", "oc label node NODE",
                "\"paused\": false", $"oc wait mcp {values.Pool} ", "oc delete -k .");
            Assert.Contains(asked, a => a.Contains($"secret") && a.Contains(values.PushSecret));
            Assert.False(File.Exists(folder[".dockerconfigjson"]));
            Assert.Equal(values.Monitoring, File.Exists(folder["applied.yaml"]));
            if (values.Monitoring)
            {
                var token = EmittedManifests.Documents(File.ReadAllText(folder["applied.yaml"])).First();
                var credentials = EmittedManifests.Only(files, "ServiceMonitor").At("spec/endpoints/0/authorization/credentials");
                Assert.Equal(credentials.Text("name"), token.Text("metadata/name"));
                Assert.Equal(values.Namespace, token.Text("metadata/namespace"));
                Assert.Contains(token.At("metadata/annotations").Child("kubernetes.io/service-account.name")!.ToString(),
                    files.Text("monitoring/access.yaml"));
            }
        }
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
        Assert.Equal(("/etc/sssd/conf.d/90-secret.conf", "384"), (file.Text("path"), file.Text("mode")));
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
            folder.Write($"{index}.sh", "#!/bin/bash\n" + string.Concat(ShellBlocks.Of(Case.Emit(values, inputs).Text("APPLY.md"))));
        }

        var result = Tool.RunOrSkip("shellcheck", folder.Path, ["--severity=style", .. Directory.GetFiles(folder.Path)]);

        Assert.True(result.Status == 0, result.Output);
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
