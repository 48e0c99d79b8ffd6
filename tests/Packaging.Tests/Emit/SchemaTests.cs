using System.Text.RegularExpressions;
using AutomountPackaging.Documents;
using PackagingTests.Emit.Support;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace PackagingTests.Emit;

public class SchemaTests
{
    [Theory]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(50)]
    public void EverythingEmittedValidatesAgainstTheCrdsOfItsVersion(int minor)
    {
        var schema = Schema(minor);
        var seen = new HashSet<string>();

        foreach (var (values, inputs) in Case.Matrix().Where(c => c.Values.OpenShift == Case.Version(minor)))
        {
            foreach (var manifest in EmittedManifests.Objects(Case.Emit(values, inputs)).Where(schema.Knows))
            {
                seen.Add(manifest.Text("kind")!);
                Assert.Empty(schema.Problems(manifest));
            }
        }

        Assert.Equal(["MachineConfig", "MachineConfigPool", "MachineOSConfig", "PrometheusRule", "ServiceMonitor"], seen.Order());
    }

    [Theory]
    [InlineData("imageBuilderType: Job", "imageBuilderType: PodImageBuilder", "enumeration")]
    [InlineData("containerFile:", "containerfile:", "unknown field")]
    [InlineData("    name: \"os-image-push\"", "    name: 5", "integer instead of string")]
    [InlineData("  renderedImagePushSpec: \"quay.io/example/os-image:worker-automount\"", "  # nothing", "is required")]
    [InlineData("    - containerfileArch: NoArch", "    - {content: x}\n    - {content: x}\n    - containerfileArch: NoArch", "two items")]
    public void TheSchemaFindsWhatIsWrong(string right, string wrong, string expected)
    {
        var text = Case.Emit(Case.Values()).Text("pool/machineosconfig.yaml");
        Assert.Contains(right, text);

        Assert.Contains(Schema(20).Problems(EmittedManifests.Documents(text.Replace(right, wrong)).Single()), p => p.Contains(expected));
    }

    /// <summary>What of a CRD is written in CEL is checked in these tests by hand: a rule that comes anew must not go by unseen.</summary>
    [Fact]
    public void EveryRuleInCelIsKnown()
    {
        string[] ofMonitoring =
            [.. Directory.GetFiles(Repository.Crds, "monitoring-*").Where(f => File.ReadAllText(f).Contains("x-kubernetes-validations"))];
        var rules = Directory.GetFiles(Repository.Crds, "0000*pools*", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Crds, "0000*configs*"))
            .SelectMany(f => EmittedManifests.Documents(File.ReadAllText(f)))
            .SelectMany(d => d.At("spec/versions/0/schema/openAPIV3Schema/properties/spec") is { } spec ? Rules(spec) : []);
        string[] known =
        [
            "!format.dns1123Subdomain().validate(self).hasValue()",
            "self.name == self.spec.machineConfigPool.name",
        ];

        Assert.Empty(ofMonitoring);
        Assert.Equal([], rules.Distinct().Where(r => !known.Contains(r) && !r.Contains("self.matches(")));
    }

    private static IEnumerable<string> Rules(YamlNode schema) =>
        schema.List("x-kubernetes-validations").Select(v => v.Text("rule")!)
            .Concat(schema is YamlMappingNode map ? map.Children.Values.SelectMany(Rules) : []);

    /// <summary>The rules of the MachineOSConfig CRD that are written in CEL, as in its x-kubernetes-validations.</summary>
    [Fact]
    public void TheRulesOfTheMachineOsConfigHold()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            var config = EmittedManifests.Only(Case.Emit(values, inputs), "MachineOSConfig");
            var spec = config.Text("spec/renderedImagePushSpec")!;

            Assert.Equal(config.Text("metadata/name"), config.Text("spec/machineConfigPool/name"));
            const string Host = @"^([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(:[0-9]{2,5})?";
            Assert.True(
                Regex.IsMatch(spec, Host + "(/[a-zA-Z0-9-_]{1,61})*/[a-zA-Z0-9-_.]+:[a-zA-Z0-9._-]+$")
                || Regex.IsMatch(spec, @"^[^.]+\.[^.]+\.svc:\d+\/[^\/]+\/[^\/]+:[^\/]+$"));
            // What the operator writes into the status must be allowed there.
            Assert.Matches(@"^([a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(:[0-9]{2,5})?/([a-zA-Z0-9-_]{0,61}/)?[a-zA-Z0-9-_.]*?$",
                spec[..spec.LastIndexOf(':')]);
        }
    }

    [Fact]
    public void NamesOfObjectsAreValidAndNoneIsThereTwice()
    {
        foreach (var (values, inputs) in Case.Matrix())
        {
            var objects = EmittedManifests.Objects(Case.Emit(values, inputs)).ToArray();
            foreach (var manifest in objects)
            {
                var kind = manifest.Text("kind")!;
                var name = Assert.IsType<YamlScalarNode>(manifest.At("metadata/name"));
                Assert.Equal("string", EmittedManifests.TypeOf(name));
                var form = kind is "Service" or "Namespace"
                    ? @"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z"
                    : @"\A[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\z";
                Assert.Matches(form, name.Value);
                // The kinds that have a namespace say which.
                var isNamespaced = kind is "ServiceAccount" or "RoleBinding" or "DaemonSet" or "Deployment" or "Service"
                    or "ServiceMonitor" or "PrometheusRule" or "AlertmanagerConfig" or "ConfigMap";
                Assert.Equal(isNamespaced, manifest.Text("metadata/namespace") is { Length: > 0 });
            }

            Assert.Equal(objects.Length, objects.DistinctBy(o => (o.Text("kind"), o.Text("metadata/namespace"), o.Text("metadata/name")))
                .Count());
            Assert.DoesNotContain(objects, o => o.Text("kind") == "Secret");
        }
    }

    private static StructuralSchema Schema(int release) =>
        new(Repository.Crds, Path.Combine(Repository.Crds, release switch
        {
            < 21 => "4.19",
            < 23 => "4.21",
            23 => "4.23",
            _ => "5.0",
        }));
}
