namespace AutomountPackaging.Check;

internal static partial class RuleCatalog
{
    public static readonly PackagingRule SecretType = Error("secret/type", 34, "Secret is of the wrong type",
        "The operator takes kubernetes.io/dockerconfigjson with the key .dockerconfigjson, or kubernetes.io/dockercfg with .dockercfg, " +
        "and not the other key beside it.",
        "Create it with: oc create secret docker-registry, or --type=kubernetes.io/dockerconfigjson");

    public static readonly PackagingRule SecretNamespace = Error("secret/namespace", 34, "Secret is in the wrong namespace",
        "A MachineOSConfig names its secrets without a namespace: they are those of openshift-machine-config-operator.",
        "Use namespace: openshift-machine-config-operator");

    public static readonly PackagingRule SecretContent = Error("secret/content", 34, "Registry credentials cannot be used",
        "The content must be JSON with nothing but auths, each with auth or username and password, and perhaps email: from 4.20.0 on one " +
        "unknown key makes the operator refuse the whole secret. 4.22 refuses credHelpers and credsStore as well.",
        "Log in with a password or token instead of an identity token, and keep only these keys.");

    public static readonly PackagingRule SecretExpiry = Warning("secret/expiry", 34, "Token ends soon",
        "An expired token breaks the next build, which is the next upgrade of the cluster.",
        "Create one that lasts longer than the time between two upgrades: oc create token --duration, or a robot account.");

    public static readonly PackagingRule SecretShared = Warning("secret/shared", 34, "One secret for pull and push",
        "Whoever can read base images can then also replace the operating system of the nodes.",
        "Use two secrets, each with what it needs.");

    public static readonly PackagingRule SecretCredentialStore = Warning("secret/credential-store", 34,
        "Secret with the settings of docker login",
        "credHelpers and credsStore make the operator of 4.20 and 4.21 before the releases of April and May 2026 refuse the whole " +
        "secret; later ones pass over them. What is in such a store is not in the secret.",
        "Take the key out: automount-packaging secrets --push FILE --output FILE writes a file without it.");

    public static readonly PackagingRule SecretPushHost = Error("secret/push-host", 34, "Push secret is for another registry",
        "The secret has no entry whose key is the registry of renderedImagePushSpec or a part of its path: the build ends with an error " +
        "of the registry after all of its work.",
        "Add an entry for the registry and namespace of the push spec.");

    public static readonly PackagingRule SecretPullCoverage = Warning("secret/pull-coverage", 34,
        "Pull secret without the images of the release",
        "The base image of the build is one of the release. A secret that is named is used instead of the pull secret of the cluster, so " +
        "it must be able to pull that image too, or mirrors must have it.",
        "Merge the pull secret of the cluster into it, the credential of your own images under its longer key: automount-packaging " +
        "secrets.");

    private static IReadOnlyList<PackagingRule> SecretsRules =>
    [
        SecretType, SecretNamespace, SecretContent, SecretCredentialStore, SecretExpiry, SecretShared, SecretPushHost, SecretPullCoverage,
    ];
}
