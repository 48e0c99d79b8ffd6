using AutomountPackaging.Manifests;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

public class MachineOSConfigRuleTests
{
    private static SourceFile Replaced(string old, string by) => Replaced(Some.OsConfig(), old, by);

    private static SourceFile Replaced(SourceFile file, string old, string by)
    {
        Assert.Contains(old, file.Text);
        return file with { Text = file.Text.Replace(old, by) };
    }

    [Fact]
    public void TheNameMustBeThatOfThePool()
    {
        Fires("machineosconfig/name", "name: other", Some.OsConfig(name: "other"), Some.Pool());
        Silent("machineosconfig/name", Some.OsConfig(), Some.Pool());
    }

    [Fact]
    public void ThePoolMustBeThere()
    {
        Fires("machineosconfig/pool-missing", "    name: pool", Some.OsConfig(), Some.Pool("pool2"));
        Silent("machineosconfig/pool-missing", Some.OsConfig(), Some.Pool());
        Silent("machineosconfig/pool-missing", Some.OsConfig(name: "worker", pool: "worker"));
        Silent("machineosconfig/pool-missing", Some.OsConfig(),
            new SourceFile("README.md", "# automount-packaging: declare pool pool2 pool\n"));
    }

    [Theory]
    [InlineData("Pool", "machineosconfig/pool-name")]
    [InlineData("a_b", "machineosconfig/pool-name")]
    [InlineData("abcdefghijklmnopqrstuv", "machineosconfig/pool-name-length")]
    public void ThePoolNameIsBounded(string pool, string code)
    {
        Fires(code, $"    name: {pool}", Some.OsConfig(name: pool, pool: pool));
    }

    [Fact]
    public void APoolNameOf21CharactersIsNotTooLong()
    {
        Silent("machineosconfig/pool-name", Some.OsConfig(pool: "abcdefghijklmno.qrstu"));
        Silent("machineosconfig/pool-name-length", Some.OsConfig(pool: "abcdefghijklmnopqrstu"));
        Assert.Equal(21, "abcdefghijklmnopqrstu".Length);
        Fires("machineosconfig/pool-name-length", "    name: abcdefghijklmnopqrstuv", Some.OsConfig(pool: "abcdefghijklmnopqrstuv"));
        Fires("machineosconfig/pool-name", "    name: -a", Some.OsConfig(pool: "-a"));
    }

    [Fact]
    public void TheVersionIsV1()
    {
        Fires("machineosconfig/api-version", "apiVersion", Replaced("openshift.io/v1", "openshift.io/v1alpha1"));
        Silent("machineosconfig/api-version", Some.OsConfig());
    }

    [Fact]
    public void FieldsAreThoseOfV1()
    {
        Fires("machineosconfig/field", "buildInputs", Some.OsConfig(more: "buildInputs: {}"));
        Fires("machineosconfig/field", "containerFileArch", Replaced("containerfileArch", "containerFileArch"));
        Fires("machineosconfig/field", "renderedImagePushspec", Replaced("renderedImagePushSpec:", "renderedImagePushspec:"));
        Silent("machineosconfig/field", Some.OsConfig());
    }

    [Fact]
    public void FourFieldsAreRequired()
    {
        Fires("machineosconfig/required", "name: pool", Replaced("renderedImagePushSpec:", "renderedImagePushspec:"));
        Fires("machineosconfig/required", "machineConfigPool", Replaced("  machineConfigPool:\n    name: pool", "  machineConfigPool: {}"));
        Silent("machineosconfig/required", Replaced("  baseImagePullSecret:\n    name: pull\n", ""));
    }

    [Fact]
    public void TheBuilderIsJob()
    {
        Fires("machineosconfig/builder", "PodImageBuilder", Replaced("Job", "PodImageBuilder"));
        Silent("machineosconfig/builder", Some.OsConfig());
    }

    [Fact]
    public void ContainerFilesAreFourAtMost()
    {
        static string Items(params string[] archs) =>
            "containerFile:\n" + string.Concat(archs.Select(a => $"  - containerfileArch: {a}\n    content: {a}-text\n"));
        SourceFile With(params string[] archs) =>
            Some.OsConfig() is var file ? file with { Text = file.Text[..file.Text.IndexOf("containerFile:")] + Items(archs) } : file;

        Fires("machineosconfig/containerfile-count", "S390X", With("NoArch", "AMD64", "ARM64", "PPC64LE", "S390X"));
        Silent("machineosconfig/containerfile-count", With("NoArch", "AMD64", "ARM64", "PPC64LE"));
        Fires("machineosconfig/containerfile-arch", "noarch", With("noarch"));
        Silent("machineosconfig/containerfile-arch", With("NoArch"));
        Fires("machineosconfig/containerfile-noarch", "containerFile:", With("AMD64"));
        Silent("machineosconfig/containerfile-noarch", With("AMD64", "NoArch"));
        Fires("machineosconfig/containerfile-ignored", "AMD64", With("NoArch", "AMD64"));
        Silent("machineosconfig/containerfile-ignored", With("NoArch"));
    }

    [Fact]
    public void ArchitecturesAreThereOnce()
    {
        var twice = Some.OsConfig();
        Fires("machineosconfig/containerfile-duplicate", "- content: FROM",
            twice with { Text = twice.Text + "\n  - content: FROM configs\n" });
        Silent("machineosconfig/containerfile-duplicate", twice);
    }

    [Fact]
    public void ContentHas4096CharactersAtMost()
    {
        static string OfLength(int length) => "FROM configs\n#" + new string('é', length - 15) + "\n";
        Fires("machineosconfig/containerfile-length", "content:", Some.OsConfig(OfLength(4097)));
        Silent("machineosconfig/containerfile-length", Some.OsConfig(OfLength(4096)));
    }

    [Theory]
    [InlineData("https://quay.io/team/os:v1")]
    [InlineData("quay.io/team/os")]
    [InlineData("quay.io/team/os@sha256:0123456789abcdef")]
    [InlineData("registry:5000/team/os:v1")]
    [InlineData("localhost/os:v1")]
    [InlineData("quay.io/team.x/os:v1")]
    [InlineData("os:v1")]
    public void PushSpecsThatTheApiRefuses(string spec) =>
        Fires("machineosconfig/push-spec", "renderedImagePushSpec", Some.OsConfig(push: spec));

    [Theory]
    [InlineData("quay.io/team/os:v1")]
    [InlineData("quay.io:443/team/os.x:v1.2_3-4")]
    [InlineData("10.0.0.1:5000/os:v1")]
    [InlineData("image-registry.openshift-image-registry.svc:5000/openshift-machine-config-operator/os-image:latest")]
    public void PushSpecsThatItAccepts(string spec)
    {
        Silent("machineosconfig/push-spec", Some.OsConfig(push: spec));
        Silent("machineosconfig/push-spec-case", Some.OsConfig(push: spec));
        Silent("machineosconfig/push-spec-depth", Some.OsConfig(push: spec));
    }

    [Fact]
    public void PushSpecsThatFailLater()
    {
        Fires("machineosconfig/push-spec-case", "renderedImagePushSpec", Some.OsConfig(push: "quay.io/team/renderedImg:v1"));
        Fires("machineosconfig/push-spec-depth", "renderedImagePushSpec", Some.OsConfig(push: "quay.io/org/team/os:v1"));
        Fires("machineosconfig/push-spec", "renderedImagePushSpec", Some.OsConfig(push: $"quay.io/{new string('a', 440)}:v1"));
        Silent("machineosconfig/push-spec-case", Some.OsConfig(push: "quay.io/team/os:V1"));
    }

    [Fact]
    public void NodesNeedTheGlobalPullSecretForAnExternalRegistry()
    {
        var file = Some.OsConfig(push: "quay.io/team/os:v1");
        Fires("machineosconfig/node-pull-secret", "renderedImagePushSpec", file);
        Silent("machineosconfig/node-pull-secret", file, new SourceFile("APPLY.md", "Add it to openshift-config/pull-secret.\n"));
        Silent("machineosconfig/node-pull-secret", Some.OsConfig());
    }

    [Fact]
    public void TheRebuildAnnotationIsForPeople()
    {
        Fires("machineosconfig/rebuild-annotation", "/rebuild",
            Replaced("  name: pool\nspec", "  name: pool\n  annotations:\n    machineconfiguration.openshift.io/rebuild:\nspec"));
        Silent("machineosconfig/rebuild-annotation",
            Replaced("  name: pool\nspec", "  name: pool\n  annotations:\n    example.com/rebuild: \"\"\nspec"));
    }

    [Theory]
    [InlineData("  name: pool\nspec",
        "  name: pool\n  annotations:\n    machineconfiguration.openshift.io/current-machine-os-build: a\nspec",
        "current-machine-os-build")]
    [InlineData("  name: pool\nspec", "  name: pool\n  resourceVersion: '1'\nspec", "resourceVersion")]
    [InlineData("kind: MachineOSConfig\n", "kind: MachineOSConfig\nstatus: {}\n", "status")]
    public void ObjectsAreNotSavedFromACluster(string old, string by, string at)
    {
        Fires("manifest/saved-live", at, Replaced(old, by));
        Silent("manifest/saved-live", Some.OsConfig());
    }

    [Fact]
    public void BuildsAreMadeByTheOperator()
    {
        Fires("machineosconfig/build-object", "name: x",
            Some.Yaml("apiVersion: machineconfiguration.openshift.io/v1\nkind: MachineOSBuild\nmetadata:\n  name: x\n"));
        Silent("machineosconfig/build-object", Some.Yaml("apiVersion: example.com/v1\nkind: MachineOSBuild\nmetadata:\n  name: x\n"));
    }

    [Fact]
    public void APoolSelectsWorkerAndItself()
    {
        Fires("pool/selector", "matchExpressions", Replaced(Some.Pool(), "[worker, pool]", "[pool]"));
        Fires("pool/selector", "matchExpressions", Replaced(Some.Pool(), "[worker, pool]", "[worker]"));
        Silent("pool/selector", Some.Pool());
        Silent("pool/selector", Some.Yaml(Some.Pool("worker").Text.Replace("[worker, worker]", "[]")));
    }

    [Fact]
    public void APoolSelectsItsNodes()
    {
        Fires("pool/node-selector", "matchLabels", Replaced(Some.Pool(), "io/pool:", "io/worker:"));
        Silent("pool/node-selector", Some.Pool());
    }

    [Fact]
    public void AManifestInGitDoesNotPauseAPool()
    {
        var paused = Replaced(Some.Pool(), "spec:\n", "spec:\n  paused: true\n");
        var argo = Replaced(paused, "  name: pool\n", "  name: pool\n  annotations: {argocd.argoproj.io/sync-wave: '1'}\n");
        var kustomization = Some.Yaml(
            "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [pool.yaml]\n", "k.yaml");
        Fires("pool/paused", "paused", argo);
        Fires("pool/paused", "paused", paused, kustomization);
        Silent("pool/paused", paused);
        Silent("pool/paused", Replaced(argo, "paused: true", "paused: false"));
    }

    [Fact]
    public void AStreamIsAFieldFrom423On()
    {
        var pool = Replaced(Some.Pool(), "spec:\n", "spec:\n  osImageStream: {name: rhel-10}\n");
        Fires("pool/os-image-stream", "osImageStream", 21, pool);
        Fires("pool/os-image-stream", "osImageStream", 22, pool);
        Silent("pool/os-image-stream", 23, pool);
        Silent("pool/os-image-stream", 50, pool);
    }

    [Fact]
    public void ANodeIsInOnePool()
    {
        const string Label = "oc label node n1 node-role.kubernetes.io";
        Fires("node/two-pools", "pool-b", new SourceFile("label.sh", $"{Label}/pool-a=\n{Label}/pool-b=\n"));
        Fires("node/two-pools", "pool-b", new SourceFile("label.sh", $"{Label}/pool-a= node-role.kubernetes.io/pool-b=\n"));
        Silent("node/two-pools", new SourceFile("label.sh", $"{Label}/pool-a=\n{Label}/worker=\n{Label}/infra=\n{Label}/pool-a=\n"));
        Silent("node/two-pools", new SourceFile("label.sh", $"{Label}/pool-a=\n{Label.Replace("n1", "n2")}/pool-b=\n"));
        Silent("node/two-pools", new SourceFile("label.sh", $"{Label}/pool-a=\n{Label}/pool-b-\n"));
    }

    /// <summary>Objects are judged wherever they are brought from; a parameter without a value is anything.</summary>
    [Fact]
    public void ObjectsInsideOfObjectsAreJudged()
    {
        const string Template = """
            apiVersion: template.openshift.io/v1
            kind: Template
            metadata: {name: layer}
            parameters: [{name: POOL}, {name: NAME, value: "a"}]
            objects:
            - apiVersion: machineconfiguration.openshift.io/v1
              kind: MachineOSConfig
              metadata: {name: "${NAME}"}
              spec:
                machineConfigPool: {name: "${POOL}"}
                imageBuilder: {imageBuilderType: PodImageBuilder}
            """;
        Fires("machineosconfig/builder", "PodImageBuilder", Some.Yaml(Template));
        Silent("machineosconfig/name", Some.Yaml(Template));
        Silent("machineosconfig/pool-name", Some.Yaml(Template));
        Fires("machineosconfig/name", "${NAME}", Some.Yaml(Template.Replace("{name: POOL}", "{name: POOL, value: b}")));

        const string Policy = """
            apiVersion: policy.open-cluster-management.io/v1
            kind: Policy
            metadata: {name: p}
            spec:
              policy-templates:
              - objectDefinition:
                  apiVersion: policy.open-cluster-management.io/v1
                  kind: ConfigurationPolicy
                  metadata: {name: mc}
                  spec:
                    object-templates:
                    - complianceType: musthave
                      objectDefinition:
                        apiVersion: machineconfiguration.openshift.io/v1
                        kind: MachineConfig
                        metadata: {name: 99-x, labels: {machineconfiguration.openshift.io/role: worker-automount}}
                        spec:
                          config:
                            ignition: {version: 3.4.0}
                            systemd: {units: [{name: autofs.service, enabled: true}]}
            """;
        Fires("unit/of-image", "autofs.service", Some.Yaml(Policy));
        Silent("unit/of-image", Some.Yaml(Policy.Replace("musthave", "mustnothave")));
    }

    [Fact]
    public void MetadataHasNoOtherKeys()
    {
        Fires("manifest/metadata-key", "annotation:", Replaced(Some.Pool(), "  name: pool", "  name: pool\n  annotation: {}"));
        Silent("manifest/metadata-key", Replaced(Some.Pool(), "  name: pool", "  name: pool\n  annotations: {}"));
        Silent("manifest/metadata-key", Some.Yaml("apiVersion: example.com/v1\nkind: Thing\nmetadata: {annotation: {}}\n"));
    }

    [Fact]
    public void NodesKeepTheWorkerLabel()
    {
        Fires("node/worker-label-removed", "worker-",
            new SourceFile("label.sh", "oc label node \\\n  n1 node-role.kubernetes.io/worker- \\\n  x=y\n"));
        Fires("node/worker-label-removed", "worker-",
            new SourceFile("APPLY.md", "    $ oc label node n1 node-role.kubernetes.io/worker-\n"));
        Silent("node/worker-label-removed", new SourceFile("label.sh",
            "oc label node n1 node-role.kubernetes.io/worker-automount=\n# oc label node n1 node-role.kubernetes.io/worker-\n"));
        Silent("node/worker-label-removed", new SourceFile("label.sh", "oc label node n1 node-role.kubernetes.io/worker-automount-\n"));
    }
}
