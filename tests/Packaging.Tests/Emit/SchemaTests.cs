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
    public void EverythingEmittedValidatesAgainstTheCrdsOfItsVersion(int minor)
    {
        var schema = Schema(minor);
        var seen = new HashSet<string>();

        foreach (var (values, inputs) in Case.Matrix().Where(c => c.Values.OpenShift.Minor == minor))
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
                    or "ServiceMonitor" or "PrometheusRule" or "ConfigMap";
                Assert.Equal(isNamespaced, manifest.Text("metadata/namespace") is { Length: > 0 });
            }

            Assert.Equal(objects.Length, objects.DistinctBy(o => (o.Text("kind"), o.Text("metadata/namespace"), o.Text("metadata/name")))
                .Count());
            Assert.DoesNotContain(objects, o => o.Text("kind") == "Secret");
        }
    }

    private static StructuralSchema Schema(int minor)
    {
        Assert.SkipWhen(Repository.Crds is null, "the CRDs of OpenShift are not here: AUTOMOUNT_CRDS names the folder");
        // Those of Prometheus are stored for one version only, and are the same in all.
        return new StructuralSchema([.. new[] { $"4.{minor}", "4.20" }.Distinct().Reverse()
            .Select(v => Path.Combine(Repository.Crds!, v))]);
    }
}
