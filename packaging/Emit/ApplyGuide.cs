using System.Text;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Emit.Pool;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>APPLY.md: the commands for this very output, in order.</summary>
internal static class ApplyGuide
{
    private const string Operator = "openshift-machine-config-operator";
    private const string InternalRegistry = "image-registry.openshift-image-registry.svc:5000";

    /// <summary>Writes it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="inputs">The files.</param>
    /// <param name="sample">Whether there is a sample.</param>
    public static string Write(EmitValues values, Inputs inputs, bool sample)
    {
        var sections = new List<(string Heading, string Text)>
        {
            ("Check that all is there", Before(values)),
            ("Make the secrets", Secrets(values)),
        };
        if (NodeFiles.PasswordsTakenOut(inputs) is { Count: > 0 } taken)
        {
            sections.Add(("Bring the passwords of sssd to the nodes", Passwords(values, taken)));
        }

        sections.Add(("Apply, and wait for the image", Apply(values)));
        if (values.Monitoring)
        {
            sections.Add(("Let Prometheus in", Monitoring(values)));
        }

        sections.Add(("Roll out, one node first", RollOut(values)));
        if (sample)
        {
            sections.Add(("Try it from a pod", Sample));
        }

        sections.Add(("Change something later", Change(values)));
        sections.Add(("Roll back", RollBack(values)));
        var text = new StringBuilder($"""
            # Apply: pool {values.Pool}, OpenShift {values.OpenShift}

            Run the commands in this folder, in this order, as a cluster administrator. Every node of the pool is drained and rebooted once.

            """);
        foreach (var (number, (heading, body)) in sections.Index())
        {
            text.Append($"\n## {number + 1}. {heading}\n\n{body}");
        }

        return text.ToString();
    }

    private static string Before(EmitValues values) => $"""
        ```sh
        oc version
        oc get mcp worker
        oc -n openshift-config-managed get secret etc-pki-entitlement
        ```

        The server is {values.OpenShift}, the pool `worker` is neither updating nor degraded, and the entitlement is there: the build
        installs RPMs of RHEL with it. Without one, put repository files into a ConfigMap `etc-yum-repos-d` of `{Operator}`.
        {(HasSssd(values) ? "" : SssdElsewhere)}
        """;

    private static bool HasSssd(EmitValues values) => values.SssdConf is not null || !values.SssdSnippets.IsEmpty;

    private const string SssdElsewhere =
        "\nNo sssd.conf is in this folder: another MachineConfig of the pool must bring `/etc/sssd/sssd.conf`.\n";

    private static string Secrets(EmitValues values)
    {
        var isInternal = values.PushSpec.StartsWith(InternalRegistry, StringComparison.Ordinal);
        var pulls = values.PullSecret is null ? "" : $", and pulls with `{values.PullSecret}`";
        var push = isInternal ? InternalSecret(values) : ExternalSecret(values.PushSecret, "push.json");
        var hasPull = values.PullSecret is not null && values.PullSecret != values.PushSecret;
        var pull = hasPull ? ExternalSecret(values.PullSecret!, "pull.json") + "\n" : "";
        return $"""
            The build pushes to `{values.PushSpec}` with the secret `{values.PushSecret}`{pulls}.

            ```sh
            {push}
            {pull}```

            `automount-packaging secrets --push push.json` reports whether the build can use such a file and when its tokens expire. A token
            that has expired breaks the next build, and with it the next upgrade of the cluster.{(isInternal ? "" : GlobalPull(values))}

            """;
    }

    private static string InternalSecret(EmitValues values) => $"""
        oc -n {Operator} create secret docker-registry {values.PushSecret} \
          --docker-server={InternalRegistry} --docker-username=builder \
          --docker-password="$(oc -n {Operator} create token builder --duration=8760h)"
        """;

    private static string ExternalSecret(string name, string file) => $"""
        oc -n {Operator} create secret generic {name} \
          --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson={file}
        """;

    private static string GlobalPull(EmitValues values) => $"""


        Nodes pull the image with the pull secret of the cluster, not with either of these. When `{values.PushSpec.Split('/')[0]}` is not
        in it yet:

        ```sh
        oc -n openshift-config extract secret/pull-secret --keys=.dockerconfigjson --to=. --confirm
        automount-packaging secrets --pull .dockerconfigjson --push pull.json --output merged.json
        oc -n openshift-config set data secret/pull-secret --from-file=.dockerconfigjson=merged.json
        rm .dockerconfigjson merged.json
        ```
        """;

    private static string Passwords(EmitValues values, IReadOnlyCollection<(string Section, string Key)> taken) => $"""
        These were taken out of the files of sssd: {string.Join(", ", taken.Select(t => $"`{t.Key}` of `[{t.Section}]`"))}. Let the tool
        that keeps your secrets make this MachineConfig, or make it by hand. Whoever may read MachineConfigs, or pull the image, can read
        what is in it: use an account that can only search.

        ```sh
        read -rs PASSWORD
        oc apply -f - <<EOF
        apiVersion: machineconfiguration.openshift.io/v1
        kind: MachineConfig
        metadata:
          name: {MachineConfigManifest.Name(values, "sssd-secret")}
          labels:
            machineconfiguration.openshift.io/role: "{values.Pool}"
        spec:
          config:
            ignition:
              version: 3.4.0
            storage:
              files:
                - path: /etc/sssd/conf.d/90-secret.conf
                  mode: 384
                  overwrite: true
                  contents:
                    source: data:;base64,$(printf '{Snippet(taken)}' {string.Join(' ', taken.Select(_ => "\"$PASSWORD\""))} | base64 -w0)
        EOF
        unset PASSWORD
        ```

        """;

    private static string Snippet(IEnumerable<(string Section, string Key)> taken) =>
        string.Concat(taken.Select(t => $@"[{t.Section}]\n{t.Key} = %s\n"));

    private static string Apply(EmitValues values) => $"""
        The pool is paused: the image is built, and no node changes.

        ```sh
        oc apply -k .
        until oc get machineosbuild -o name \
          -l machineconfiguration.openshift.io/machine-os-config={values.Pool} | grep -q .; do sleep 10; done
        oc wait machineosbuild --for=condition=Succeeded=True --timeout=90m \
          -l machineconfiguration.openshift.io/machine-os-config={values.Pool}
        ```

        When the build fails, its log says why. Correct the values, emit again, and apply again.

        ```sh
        oc -n {Operator} logs \
          job/$(oc -n {Operator} get jobs -o name | cut -d/ -f2 | grep '^build-{values.Pool}-' | tail -n1)
        ```

        """;

    private static string Monitoring(EmitValues values) => $"""
        Metrics of your own namespaces must be switched on, once for the cluster: `enableUserWorkload: true` in `config.yaml` of this
        ConfigMap.

        ```sh
        oc -n openshift-monitoring get configmap cluster-monitoring-config -o yaml
        ```

        The token that Prometheus comes with. It is made by the cluster and is in no file.

        ```sh
        oc apply -f - <<EOF
        apiVersion: v1
        kind: Secret
        metadata:
          name: {AccessManifests.Token}
          namespace: {values.Namespace}
          annotations:
            kubernetes.io/service-account.name: {AccessManifests.Scraper}
        type: kubernetes.io/service-account-token
        EOF
        ```
        {(values.ProxyImage is null ? PinProxy : "")}
        """;

    private const string PinProxy = """

        The proxy comes from the product catalogue. To pin the one of your release, set `monitoring.proxyImage` to what
        `oc adm release info --image-for kube-rbac-proxy` prints.

        """;

    private static string RollOut(EmitValues values) => $"""
        Keep the label `node-role.kubernetes.io/worker`: without it nothing that belongs on workers runs there.

        ```sh
        oc label node NODE node-role.kubernetes.io/{values.Pool}=
        oc patch mcp {values.Pool} --type merge --patch '{"{"}"spec": {"{"}"paused": false{"}}"}'
        oc wait mcp {values.Pool} --for=condition=Updated=False --timeout=10m
        oc wait mcp {values.Pool} --for=condition=Updated=True --timeout=60m
        oc debug node/NODE -- chroot /host automount-agent check
        ```

        The last command names the first link that is broken, if one is. Then label the other nodes: they are rebooted `maxUnavailable` at
        a time.
        {(values.Monitoring ? $"\n```sh\noc -n {values.Namespace} rollout status daemonset/{ProxyManifests.Name}\n```\n" : "")}
        """;

    private const string Sample = $"""
        ```sh
        oc apply -f sample/deployment.yaml
        oc -n automount-sample rollout status deployment/automount-sample
        oc -n automount-sample exec deployment/automount-sample -- ls {SampleManifest.MountedAt}
        oc delete -f sample/deployment.yaml
        ```

        """;

    private static string Builds(EmitValues values) => values.OpenShift.Minor >= 20
        ? "Only a change of the Containerfile builds a new image; unpause when its build has succeeded. Files alone need no build."
        : "On this version every change builds a new image; unpause when its build has succeeded.";

    private static string Change(EmitValues values) => $"""
        Emit into this folder again. `oc apply -k .` pauses the pool, so that all changes come with one reboot.

        ```sh
        oc apply -k .
        oc get machineosbuild -l machineconfiguration.openshift.io/machine-os-config={values.Pool}
        oc patch mcp {values.Pool} --type merge --patch '{"{"}"spec": {"{"}"paused": false{"}}"}'
        oc wait mcp {values.Pool} --for=condition=Updated=True --timeout=120m
        ```

        {Builds(values)}

        """;

    private static string RollBack(EmitValues values) => $"""
        A node that loses the label goes back to the image and the files of `worker`, with one reboot. Delete the rest when no node is left
        in the pool.

        ```sh
        oc patch mcp {values.Pool} --type merge --patch '{"{"}"spec": {"{"}"paused": false{"}}"}'
        oc label node -l node-role.kubernetes.io/{values.Pool}= node-role.kubernetes.io/{values.Pool}-
        oc wait mcp worker --for=condition=Updated=False --timeout=10m
        oc wait mcp worker --for=condition=Updated=True --timeout=120m
        oc delete -k .
        ```

        """;
}
