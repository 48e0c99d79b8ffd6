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
        "The content must be JSON with nothing but auths, each with username, password, email and auth: late 4.20 and 4.21 refuse the " +
        "whole secret for one unknown key.",
        "Log in with a password or token instead of an identity token, and keep only these keys.");

    public static readonly PackagingRule SecretExpiry = Warning("secret/expiry", 34, "Token ends soon",
        "An expired token breaks the next build, which is the next upgrade of the cluster.",
        "Create one that lasts longer than the time between two upgrades: oc create token --duration, or a robot account.");

    public static readonly PackagingRule SecretShared = Warning("secret/shared", 34, "One secret for pull and push",
        "Whoever can read base images can then also replace the operating system of the nodes.",
        "Use two secrets, each with what it needs.");

    private static IReadOnlyList<PackagingRule> SecretsRules => [SecretType, SecretNamespace, SecretContent, SecretExpiry, SecretShared];
}
