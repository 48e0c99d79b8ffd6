using System.Text;
using AutomountPackaging.Emit.Monitoring;
using AutomountPackaging.Emit.NodeConditions;
using AutomountPackaging.Emit.Pool;
using AutomountPackaging.Manifests;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>APPLY.md: the commands for this very output, in order.</summary>
internal static class ApplyGuide
{
    /// <summary>Writes it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="inputs">The files.</param>
    /// <param name="sample">Whether there is a sample.</param>
    public static string Write(EmitValues values, Inputs inputs, bool sample)
    {
        var sections = new List<(string Heading, string Text)>
        {
            ("Check that all is there", Before(values, inputs)),
            ("Make the secrets", ApplySecrets.Write(values)),
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
        if (values.NodeConditions)
        {
            sections.Add(("See the conditions of the nodes", ConditionGuide.Write(values)));
        }

        if (sample)
        {
            sections.Add(("Try it from a pod", Sample));
        }

        sections.Add(("Change something later", Change(values)));
        sections.Add(("Roll back", RollBack(values, inputs)));
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

    private static string Before(EmitValues values, Inputs inputs) => $"""
        ```sh
        oc version
        oc get mcp worker
        oc -n openshift-config-managed get secret etc-pki-entitlement
        ```

        The server is {values.OpenShift}, the pool `worker` is neither updating nor degraded, and the entitlement is there: the build
        installs RPMs of RHEL with it. Without one, put repository files into a ConfigMap `etc-yum-repos-d` of `{ApplySecrets.Operator}`.
        Its repositories must be those of the minor release that the nodes have: packages of the next one do not fit their sssd.
        {(InputRules.Sssd(inputs).IsEmpty ? SssdElsewhere : "")}
        """;

    private const string SssdElsewhere =
        "\nNo sssd.conf is in this folder: another MachineConfig of the pool must bring `/etc/sssd/sssd.conf`.\n";

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
                - path: {SssdSource.Folder}/conf.d/90-secret.conf
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
        The pool has no nodes yet: the image is built, and no node changes. The script ends when the image is built, and with status 1 and
        the end of the log when its build has failed.

        ```sh
        {Current(values)}
        oc apply -k .
        sh {WaitScripts.Image} "$before"
        ```

        When the build fails, correct the values, emit again, and run these commands again.

        """;

    private static string Current(EmitValues values) =>
        $"before=$(oc get machineosconfig {values.Pool} --ignore-not-found -o jsonpath='{WaitScripts.BuildAnnotation}')";

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
        Keep the label `node-role.kubernetes.io/worker`: without it nothing that belongs on workers runs there. A node may have the label of
        one pool of its own only.

        ```sh
        oc label node NODE node-role.kubernetes.io/{values.Pool}=
        sh {WaitScripts.Pool} {values.Pool} &&
          oc debug node/NODE -- chroot /host automount-agent status
        ```

        The last command names the first link that is broken, if one is. When the pool becomes degraded, the script ends and names the
        reason; taking the label from the node brings it back. Then label the other nodes: they are rebooted `maxUnavailable` at a time.
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

    private static string Builds(EmitValues values) => values.OpenShift.IsFrom(4, 20)
        ? "Only a change of the Containerfile builds a new image; files alone need no build."
        : "On this version every change builds a new image.";

    private static string Change(EmitValues values) => $"""
        Emit into this folder again. The pool is paused while the changes come in, so that all of them come with one reboot. No file of this
        folder pauses it: a paused pool gets neither upgrades nor new certificates.

        ```sh
        {Current(values)}
        {Paused(values, "true")}
        oc apply -k .
        sh {WaitScripts.Image} "$before" &&
          {Paused(values, "false")} &&
          sh {WaitScripts.Pool} {values.Pool}
        ```

        {Builds(values)} When the build fails, the pool stays paused: correct it and run the commands again, or unpause the pool; its nodes
        then keep the image that they have.

        """;

    private static string Paused(EmitValues values, string state) =>
        $"oc patch mcp {values.Pool} --type merge --patch '{{\"spec\": {{\"paused\": {state}}}}}'";

    private static string RollBack(EmitValues values, Inputs inputs) => $"""
        A node that loses the label goes back to the image and the files of `worker`, with one reboot. Delete the rest when no node is left
        in the pool.

        ```sh
        {ConditionGuide.Release(values)}{Paused(values, "false")}
        {Unlabel(values, inputs)}
        sh {WaitScripts.Pool} worker &&
          oc delete -k . &&
          oc -n {ApplySecrets.Operator} delete secret --ignore-not-found {Secrets(values)}
        ```
        {(InputRules.Sssd(inputs).IsEmpty ? "" : CopiesOfSssd)}{ConditionGuide.Remove(values)}
        The pull secret of the cluster keeps what was added to it, and the registry the images that were pushed last.

        """;

    private static string Unlabel(EmitValues values, Inputs inputs)
    {
        var label = $"node-role.kubernetes.io/{values.Pool}";
        var isNeeded = values.NodeConditions || !InputRules.Sssd(inputs).IsEmpty;
        var nodes = isNeeded ? $"nodes=$(oc get node -l {label}= -o name)\n" : "";
        return $"{nodes}oc label node -l {label}= {label}-";
    }

    private const string CopiesOfSssd = """

        The copies of the files of sssd stay on the nodes:

        ```sh
        for node in $nodes; do
          oc debug "$node" -- chroot /host sh -c 'rm -f /etc/sssd/sssd.conf /etc/sssd/conf.d/automount-*.conf'
        done
        ```

        """;

    private static string Secrets(EmitValues values) =>
        string.Join(' ', new[] { values.PushSecret, values.PullSecret }.OfType<string>().Distinct());
}
