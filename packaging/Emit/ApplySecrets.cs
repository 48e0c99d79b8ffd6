using AutomountPackaging.Manifests;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>
/// The part of APPLY.md about registry credentials. The pull secret of a cluster has a key <c>quay.io</c> with which it pulls its own
/// releases: credentials for a registry of the user get the longer key of their namespace, and the merge never replaces one.
/// </summary>
internal static class ApplySecrets
{
    public const string Operator = "openshift-machine-config-operator";
    private const string InternalRegistry = "image-registry.openshift-image-registry.svc:5000";

    /// <summary>Whether the image goes to the registry of the cluster itself, which its nodes may pull from anyhow.</summary>
    public static bool IsInternal(EmitValues values) => values.PushSpec.StartsWith(InternalRegistry, StringComparison.Ordinal);

    public static string Write(EmitValues values)
    {
        var pulls = values.PullSecret is null ? "" : $", and pulls with `{values.PullSecret}`";
        return $"""
            The build pushes to `{values.PushSpec}` with the secret `{values.PushSecret}`{pulls}.
            {Files(values)}
            {(IsInternal(values) ? Internal(values) : External(values.PushSecret, "push.json", ""))}
            {Pull(values)}
            `automount-packaging secrets --push push.json` reports whether the build can use such a file and when its tokens expire. A token
            that has expired breaks the next build, and with it the next upgrade of the cluster.

            """;
    }

    private static string Files(EmitValues values)
    {
        var pulled = Pulled(values);
        if (pulled.Length == 0 && IsInternal(values))
        {
            return "";
        }

        var keys = string.Join(" and ", pulled.Select(i => $"`{RegistryKey.OfNamespace(i)}`").Distinct());
        var push = IsInternal(values) ? "" : $"\n* `push.json`, key `{RegistryKey.OfNamespace(values.PushSpec)}`: an account that may push "
            + "and delete there. The operator deletes images that are not needed any more.";
        var pull = pulled.Length == 0 ? "" : $"\n* `node-pull.json`, {keys}: an account that may only pull "
            + string.Join(" and ", pulled.Select(i => $"`{i.Split('@')[0]}`")) + ".";
        return $"""

            Make these files first, for example with `podman login --authfile FILE KEY`. The key is the registry with the namespace, not the
            registry alone: the pull secret of a cluster has one credential for each key, and with its key `quay.io` the cluster pulls its
            own releases. An image takes the longest key that matches it.
            {push}{pull}

            """;
    }

    /// <summary>What the build or the nodes pull with a credential of the user.</summary>
    private static string[] Pulled(EmitValues values)
    {
        string[] image = IsInternal(values) ? [] : [values.PushSpec[..values.PushSpec.LastIndexOf(':')]];
        return values.AgentImage is null || (values.PullSecret is null && IsInternal(values)) ? image : [.. image, values.AgentImage];
    }

    private static string Internal(EmitValues values) => $"""
        The registry of the cluster must run: the answer to the first command is `Managed`.

        ```sh
        oc get configs.imageregistry.operator.openshift.io cluster -o jsonpath='{"{.spec.managementState}"}'
        oc -n {Operator} create secret docker-registry {values.PushSecret} --dry-run=client -o yaml \
          --docker-server={InternalRegistry} --docker-username=builder \
          --docker-password="$(oc -n {Operator} create token builder --duration=8760h)" | oc apply -f -
        ```

        """;

    private static string External(string name, string file, string indent) => $"""
        ```sh
        {Create(name, file, indent)}
        ```

        """;

    private static string Create(string name, string file, string indent) =>
        $"oc -n {Operator} create secret generic {name} --dry-run=client -o yaml \\\n"
        + $"{indent}  --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson={file} | oc apply -f -";

    /// <summary>
    /// The pull secret of the cluster with the credentials of the user added: what the build pulls with, and from an outer registry the
    /// nodes as well.
    /// </summary>
    private static string Pull(EmitValues values)
    {
        if (Pulled(values).Length == 0)
        {
            return "";
        }

        var own = values.PullSecret is { } name && name != values.PushSecret;
        var create = own ? $" &&\n  {Create(values.PullSecret!, "pull.json", "  ")}" : "";
        const string Set = "oc -n openshift-config set data secret/pull-secret --from-file=.dockerconfigjson=pull.json";
        var global = IsInternal(values) ? "" : $" &&\n  {Set}";
        var nodes = IsInternal(values) ? "" : "Nodes pull the image with the pull secret of the cluster, not with a secret of the build. ";
        return $"""
            {nodes}The commands add `node-pull.json` to the pull secret of the cluster, keep all that is in it, and stop when the two have
            different credentials for one key.

            ```sh
            oc -n openshift-config extract secret/pull-secret --keys=.dockerconfigjson --to=. --confirm &&
              automount-packaging secrets --pull .dockerconfigjson --push node-pull.json --output pull.json{create}{global}
            rm -f .dockerconfigjson pull.json
            ```

            """;
    }
}
