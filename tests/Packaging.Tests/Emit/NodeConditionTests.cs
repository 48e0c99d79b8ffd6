using System.Text.Json;
using AutomountPackaging.Check;
using AutomountPackaging.Emit;
using AutomountPackaging.Emit.NodeConditions;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

/// <summary>What <c>--node-conditions</c> adds.</summary>
public class NodeConditionTests
{
    private static readonly string[] Samples =
        ["sample/nodereadinessrule.yaml", "sample/nodehealthcheck.yaml", "sample/node-problem-detector.yaml"];

    [Fact]
    public void WithoutItThereIsNothingOfIt() =>
        Assert.DoesNotContain(Case.Emit(Case.Values()), f => f.Text.Contains("AutomountNodeFault", StringComparison.Ordinal));

    /// <summary>Other kinds of objects than those of Kubernetes would stop oc apply where their operator is not installed.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheKustomizationHasTheReporterAndNotWhatActs(bool monitoring)
    {
        var files = Case.Emit(Case.Values() with { NodeConditions = true, Monitoring = monitoring });
        var list = files.Text("kustomization.yaml");

        Assert.Contains("conditions/daemonset.yaml", list);
        Assert.Single(files, f => f.Path == "monitoring/namespace.yaml");
        Assert.All(Samples, sample => Assert.Single(files, f => f.Path == sample));
        Assert.DoesNotContain("sample/", list);
    }

    [Fact]
    public void TheCheckAcceptsWhatIsWritten()
    {
        foreach (var (values, inputs) in Case.Matrix().Where(c => c.Values.NodeConditions).Where((_, index) => index % 25 == 0))
        {
            var emitted = new Emitter((files, target) => PackagingCheck.Run(files, target)).Emit(values, inputs);

            Assert.DoesNotContain(emitted.Findings, f => f.File.Contains("condition") || Samples.Contains(f.File));
            Assert.Contains(emitted.Files, f => f.Path == "conditions/access.yaml");
        }
    }

    [Fact]
    public void EachReporterAsksForItsCondition()
    {
        var inputs = new Inputs { AgentSnippets = [Case.File("listen.conf", "[metrics]\nlisten = 0.0.0.0:9999\n")] };
        var files = Case.Emit(Case.Values() with { NodeConditions = true, Monitoring = false }, inputs);
        var pod = EmittedManifests.Only(files, "DaemonSet").At("spec/template/spec");

        Assert.Equal("true", pod.Text("hostNetwork"));
        foreach (var (index, name) in new[] { "AutomountReady", "AutomountNodeFault" }.Index())
        {
            var text = pod.At($"containers/{index}/env")!.ToString();
            Assert.Contains(name, text);
            Assert.Contains($"http://127.0.0.1:9999/readyz?condition={name}", text);
        }
    }

    [Fact]
    public void TheAgentHasTheConditions()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "tests/Agent.Tests/Output/Metrics/page.prom"));

        Assert.All(
            ReporterManifests.Conditions, name => Assert.Contains($"automount_node_condition{{condition=\"{name}\"", page));
    }

    /// <summary>Whoever applies a sample sees what it would do, and nothing happens.</summary>
    [Fact]
    public void NoSampleActsAtFirst()
    {
        var files = Case.Emit(Case.Values() with { NodeConditions = true });
        var rule = EmittedManifests.Only(files, "NodeReadinessRule");
        var check = EmittedManifests.Only(files, "NodeHealthCheck");

        Assert.Equal("true", rule.Text("spec/dryRun"));
        Assert.Equal("PreferNoSchedule", rule.Text("spec/taint/effect"));
        Assert.StartsWith("readiness.k8s.io/", rule.Text("spec/taint/key"));
        Assert.NotNull(check.Text("spec/pauseRequests/0"));
        Assert.Matches("^((100|[0-9]{1,2})%|[0-9]+)$", check.Text("spec/minHealthy"));
        Assert.Matches("^([0-9]+(ns|us|ms|s|m|h))+$", check.Text("spec/stormCooldownDuration"));
        Assert.Equal("AutomountNodeFault", check.Text("spec/unhealthyConditions/0/type"));
        Assert.Equal("True", check.Text("spec/unhealthyConditions/0/status"));
        Assert.Null(check.Text("spec/unhealthyConditions/1/status"));
    }

    /// <summary>What node-problem-detector refuses at its start: pkg/custompluginmonitor/types/config.go, Validate.</summary>
    [Fact]
    public void TheProblemDetectorTakesItsConfiguration()
    {
        var files = Case.Emit(Case.Values() with { NodeConditions = true });
        var map = EmittedManifests.Documents(files.Text("sample/node-problem-detector.yaml")).Single();
        using var config = JsonDocument.Parse(map.At("data").Child("automount.json")!.ToString());
        var rule = config.RootElement.GetProperty("rules")[0];

        Assert.Equal("custom", config.RootElement.GetProperty("plugin").GetString());
        Assert.Equal("permanent", rule.GetProperty("type").GetString());
        Assert.Equal(
            config.RootElement.GetProperty("conditions")[0].GetProperty("type").GetString(), rule.GetProperty("condition").GetString());
        Assert.Equal(
            config.RootElement.GetProperty("pluginConfig").GetProperty("timeout").GetString(), rule.GetProperty("timeout").GetString());
    }

    [Fact]
    public void AnAgentThatListensNowhereCannotBeAsked()
    {
        var inputs = new Inputs { AgentSnippets = [Case.File("off.conf", "[metrics]\nlisten = off\n")] };

        var problem = Assert.Single(
            new Emitter((_, _) => []).Emit(Case.Values() with { NodeConditions = true, Monitoring = false }, inputs).Problems);

        Assert.Contains("nobody to ask for conditions", problem.ToString());
    }

    [Fact]
    public void WhatWasWrittenIntoNodesIsRemovedAtTheEnd()
    {
        using var folder = new TestFolder();
        var values = Case.Values() with { NodeConditions = true };
        foreach (var file in Case.Emit(values, new Inputs()))
        {
            folder.Write(file.Path, file.Text);
        }

        var blocks = ShellBlocks.Of(File.ReadAllText(folder["APPLY.md"])).SkipWhile(b => !b.Contains("for kind in")).ToList();
        ShellBlocks.Run(blocks, folder);

        var asked = File.ReadAllText(folder["oc.log"]);
        Assert.Contains("oc delete nodereadinessrule/automount-ready", asked);
        string[] order =
        [
            "oc delete nodehealthcheck/", "oc label", "oc delete -k .", "oc patch node/a --subresource status --type strategic",
            "oc patch node/b --subresource status --type strategic"
        ];
        Assert.All(order, command => Assert.Contains(command, asked));
        Assert.Equal(order, order.OrderBy(command => asked.IndexOf(command, StringComparison.Ordinal)));
    }
}
