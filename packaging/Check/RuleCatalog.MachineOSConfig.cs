namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule OsConfigName = Error("machineosconfig/name", 1, "MachineOSConfig is not named like its pool",
        "The API server refuses a MachineOSConfig whose name is not the name of its pool: from 4.20 on always, in 4.18 and 4.19 since " +
        "the z-streams of August 2025.",
        "Give metadata.name and spec.machineConfigPool.name the same value.");

    public static readonly PackagingRule OsConfigPoolMissing = Error("machineosconfig/pool-missing", 1, "Pool is not there",
        "No MachineConfigPool of the name that the MachineOSConfig uses is among the manifests, so nothing is built.",
        "Add the MachineConfigPool, or say in a comment that the cluster has it: # automount-packaging: declare pool NAME");

    public static readonly PackagingRule PoolName = Error("machineosconfig/pool-name", 2, "Pool name is not a DNS name",
        "Names of pools are DNS-1123 subdomains: lower-case letters, digits, hyphens and dots, beginning and ending with a letter or " +
        "digit.",
        "Rename the pool, for example worker-automount.");

    public static readonly PackagingRule PoolNameLength = Error("machineosconfig/pool-name-length", 2, "Pool name is too long",
        "rendered-POOL-HASH becomes the value of a label on every build object, and labels hold 63 characters: a pool name of more " +
        "than 21 characters makes every build fail.",
        "Use a pool name of at most 21 characters.");

    public static readonly PackagingRule OsConfigVersion = Error("machineosconfig/api-version", 3, "MachineOSConfig of another version",
        "Clusters from 4.18 on serve MachineOSConfig as machineconfiguration.openshift.io/v1; v1alpha1 has other fields and is gone.",
        "Use apiVersion: machineconfiguration.openshift.io/v1");

    public static readonly PackagingRule OsConfigField = Error("machineosconfig/field", 3, "Field that MachineOSConfig does not have",
        "A field that v1 does not know (buildInputs, buildOutputs and renderedImagePushspec are of v1alpha1) is dropped without a " +
        "word, or refused under strict validation.",
        "Use the fields of v1: machineConfigPool, imageBuilder, baseImagePullSecret, renderedImagePushSecret, renderedImagePushSpec, " +
        "containerFile with containerfileArch and content.");

    public static readonly PackagingRule OsConfigRequired = Error("machineosconfig/required", 3, "Required field is missing",
        "The API server refuses a MachineOSConfig without machineConfigPool.name, imageBuilder.imageBuilderType, " +
        "renderedImagePushSecret.name and renderedImagePushSpec.",
        "Add the field.");

    public static readonly PackagingRule OsConfigBuilder = Error("machineosconfig/builder", 3, "Unknown image builder",
        "imageBuilderType is Job; PodImageBuilder of v1alpha1 is gone.",
        "Use imageBuilderType: Job");

    public static readonly PackagingRule ContainerFileCount = Error("machineosconfig/containerfile-count", 4, "Too many Containerfiles",
        "The API server accepts at most four, one for each architecture.",
        "Keep one item, with containerfileArch: NoArch");

    public static readonly PackagingRule ContainerFileArch = Error("machineosconfig/containerfile-arch", 4, "Unknown architecture",
        "containerfileArch is ARM64, AMD64, PPC64LE, S390X or NoArch, in exactly these letters: the noarch of v1alpha1 is refused.",
        "Use containerfileArch: NoArch");

    public static readonly PackagingRule ContainerFileDuplicate = Error("machineosconfig/containerfile-duplicate", 4,
        "Two Containerfiles for one architecture",
        "The list is keyed by containerfileArch, which is NoArch where it is left out: a second item of the same architecture is refused.",
        "Join the two into one item.");

    public static readonly PackagingRule ContainerFileLength = Error("machineosconfig/containerfile-length", 4, "Containerfile is too long",
        "The API server refuses content of more than 4096 characters.",
        "Shorten it, or move files into the image that COPY --from takes them from.");

    public static readonly PackagingRule ContainerFileNoArch = Error("machineosconfig/containerfile-noarch", 4,
        "No Containerfile for NoArch",
        "The operator builds only the NoArch item. Without one the image is built without your content, and nobody says so.",
        "Use containerfileArch: NoArch");

    public static readonly PackagingRule ContainerFileIgnored = Warning("machineosconfig/containerfile-ignored", 4,
        "Containerfile is ignored",
        "An item for one architecture is accepted and never built: the operator takes the first NoArch item only.",
        "Move the content to the NoArch item and delete this one.");

    public static readonly PackagingRule PushSpec = Error("machineosconfig/push-spec", 5, "Push spec is refused",
        "renderedImagePushSpec must be HOST[:PORT]/[NAMESPACE/]NAME:TAG of at most 447 characters, with a dot in the host, without " +
        "scheme and digest.",
        "Write it like quay.io/team/os-image:latest; the operator replaces the tag.");

    public static readonly PackagingRule PushSpecCase = Error("machineosconfig/push-spec-case", 5, "Upper case in the push spec",
        "The API server accepts upper-case letters in a repository name, and the operator's own parser then refuses them at each build.",
        "Use lower-case letters only, tag excepted.");

    public static readonly PackagingRule PushSpecDepth = Error("machineosconfig/push-spec-depth", 5,
        "Push spec has too many path components",
        "After the build the operator writes the digest to a status field that allows one component between host and name: a deeper " +
        "path is built, pushed, and then fails for ever.",
        "Push to HOST/NAMESPACE/NAME:TAG.");

    public static readonly PackagingRule NodePullSecret = Warning("machineosconfig/node-pull-secret", 6,
        "Nodes need a credential of their own",
        "The image is pushed to a registry outside of the cluster. Nodes pull it with the global pull secret, never with the secrets " +
        "of the MachineOSConfig.",
        "Add the registry's pull credential to secret pull-secret in openshift-config, and note it in the instructions (a .md file " +
        "that names openshift-config/pull-secret).");

    public static readonly PackagingRule RebuildAnnotation = Warning("machineosconfig/rebuild-annotation", 7, "Manifest asks for a rebuild",
        "The operator removes the rebuild annotation after it has acted; applied again from a repository it rebuilds, drains and " +
        "reboots again.",
        "Remove it, and annotate the live object by hand when a rebuild is wanted.");

    public static readonly PackagingRule SavedLive = Warning("manifest/saved-live", 7, "Object was saved from a cluster",
        "Status, managed fields and the annotation of the current build are of one cluster at one time. Applied again, a MachineOSConfig " +
        "makes the builder look for a build that is gone (OCPBUGS-84150, mended in 4.23).",
        "Keep apiVersion, kind, name, labels and spec, and take out the rest.");

    public static readonly PackagingRule BuildObject = Error("machineosconfig/build-object", 7, "MachineOSBuild in the manifests",
        "MachineOSBuild objects are made by the operator, named by a hash and immutable.",
        "Delete it: the operator makes one from the MachineOSConfig.");

    public static readonly PackagingRule PoolSelector = Error("pool/selector", 8, "Pool does not select its MachineConfigs",
        "machineConfigSelector must take the roles worker and the pool: without worker the nodes lose the base configuration, without " +
        "the pool they get none of yours.",
        "matchExpressions: [{key: machineconfiguration.openshift.io/role, operator: In, values: [worker, POOL]}]");

    public static readonly PackagingRule PoolNodeSelector = Error("pool/node-selector", 8, "Pool does not select its nodes",
        "nodeSelector must match the label node-role.kubernetes.io/POOL: otherwise the pool has no nodes, or those of another.",
        "nodeSelector: {matchLabels: {node-role.kubernetes.io/POOL: \"\"}}");

    public static readonly PackagingRule PoolPaused = Warning("pool/paused", 8, "Manifest keeps a pool paused",
        "A controller that keeps the manifest in place pauses the pool again whenever somebody unpauses it: its nodes get no upgrades, " +
        "and in the end no certificates.",
        "Take paused out of the manifest: a new pool has no nodes until they are labelled. Pause with oc patch mcp where it is needed.");

    public static readonly PackagingRule PoolStream = Warning("pool/os-image-stream", 8, "Stream of RHEL CoreOS on an older release",
        "osImageStream is a field of MachineConfigPool from 4.23 on. In 4.21 and 4.22 it is there as a technology preview only; " +
        "elsewhere it is dropped without a word, and the nodes stay on RHEL 9.",
        "Take it out, or switch the feature set TechPreviewNoUpgrade on where the cluster may be lost.");

    public static readonly PackagingRule NodeInTwoPools = Error("node/two-pools", 9, "Node is put into two pools",
        "A node may be in one pool of users at most: with the labels of two the operator does nothing for it any more: " +
        "it belongs to 2 custom roles.",
        "Take the label of the other pool from the node first.");

    public static readonly PackagingRule MetadataKey = Error("manifest/metadata-key", 8, "Unknown key in metadata",
        "Kubernetes drops a key of metadata that it does not know (annotation, label), and what it holds with it.",
        "Correct the spelling: annotations, labels, name, namespace.");

    public static readonly PackagingRule WorkerLabelRemoved = Warning("node/worker-label-removed", 9, "Worker label is taken from nodes",
        "A node without node-role.kubernetes.io/worker gets no pods that are scheduled to workers, and its pool no base configuration.",
        "Only add the label of the pool, and leave that of worker.");

    private static IReadOnlyList<PackagingRule> MachineOSConfigRules =>
    [
        OsConfigName, OsConfigPoolMissing, PoolName, PoolNameLength, OsConfigVersion, OsConfigField, OsConfigRequired,
        OsConfigBuilder, ContainerFileCount, ContainerFileArch, ContainerFileDuplicate, ContainerFileLength, ContainerFileNoArch,
        ContainerFileIgnored, PushSpec, PushSpecCase, PushSpecDepth, NodePullSecret, RebuildAnnotation, SavedLive, BuildObject,
        PoolSelector, PoolNodeSelector, PoolPaused, PoolStream, MetadataKey, WorkerLabelRemoved, NodeInTwoPools,
    ];
}
