using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class MachineConfigTests
{
    [Fact]
    public void EveryFileDecodesToTheBytesOfItsInput()
    {
        var files = Files(Case.Emit(Case.Values()));

        Assert.Equal(
            ["/etc/auto.data", "/etc/auto.master.d/site.autofs", "/etc/autofs.conf", "/etc/automount-agent/agent.conf.d/slow.conf",
                "/etc/automount-agent/sssd/conf.d/debug.conf", "/etc/automount-agent/sssd/sssd.conf"],
            files.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Case.Inputs.SssdConf!.Content, files["/etc/automount-agent/sssd/sssd.conf"].Content);
        Assert.Equal(Case.Inputs.SssdSnippets[0].Content, files["/etc/automount-agent/sssd/conf.d/debug.conf"].Content);
        Assert.Equal(Case.Inputs.Maps[0].Content, files["/etc/auto.data"].Content);
        Assert.Equal(Case.Inputs.Maps[1].Content, files["/etc/auto.master.d/site.autofs"].Content);
        Assert.Equal(Case.Inputs.AutofsConf!.Content, files["/etc/autofs.conf"].Content);
        Assert.Equal(Case.Inputs.AgentSnippets[0].Content, files["/etc/automount-agent/agent.conf.d/slow.conf"].Content);
    }

    [Fact]
    public void FilesOfSssdAreForRootAloneAndTheOthersForEverybody() =>
        Assert.All(Files(Case.Emit(Case.Values())),
            file => Assert.Equal(file.Key.Contains("/sssd/") ? "384" : "420", file.Value.Mode));

    /// <summary>Neither a program changes a file of a MachineConfig, nor does a pool stay paused by a file that is kept in Git.</summary>
    [Fact]
    public void NothingIsManagedThatTheNodeChangesAndNothingPauses()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            var files = Case.Emit(values, inputs);
            Assert.DoesNotContain(Files(files).Keys, f => f.StartsWith("/etc/sssd/") || f.StartsWith("/etc/krb5"));
            Assert.All(EmittedManifests.Objects(files), o => Assert.Null(o.At("spec/paused")));
        }
    }

    [Fact]
    public void RequiredPathsBecomeASnippetOfTheAgent()
    {
        var files = Files(Case.Emit(Case.Values() with { RequiredPaths = ["/data/models", "/data/b"] }));

        Assert.Equal("[required]\npaths = /data/models, /data/b\n",
            Encoding.UTF8.GetString(files["/etc/automount-agent/agent.conf.d/90-required.conf"].Content));
    }

    [Fact]
    public void EveryMachineConfigIsOfThePoolAndOfIgnitionThatAllVersionsRead()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            foreach (var config in EmittedManifests.Objects(Case.Emit(values, inputs)).Where(o => o.Text("kind") == "MachineConfig"))
            {
                Assert.Equal(values.Pool, config.At("metadata/labels").Child("machineconfiguration.openshift.io/role")?.ToString());
                Assert.Equal("3.4.0", config.Text("spec/config/ignition/version"));
                Assert.Null(config.At("spec/config/systemd"));
            }
        }
    }

    [Fact]
    public void AGroupWithoutFilesHasNoMachineConfig() =>
        Assert.DoesNotContain(Case.Emit(Case.Values(), new()), f => f.Path.StartsWith("pool/machineconfig-"));

    private static Dictionary<string, (string Mode, byte[] Content)> Files(IEnumerable<SourceFile> emitted) =>
        EmittedManifests.Objects(emitted).Where(o => o.Text("kind") == "MachineConfig").SelectMany(o => o.List("spec/config/storage/files"))
            .ToDictionary(
            f => f.Text("path")!,
            f => (f.Text("mode")!, Convert.FromBase64String(f.Text("contents/source")!["data:;base64,".Length..])));
}
