using AutomountPackaging.Values;

namespace AutomountPackaging.Emit.NodeConditions;

/// <summary>What APPLY.md says of the conditions.</summary>
internal static class ConditionGuide
{
    /// <summary>How to see them, and how to let something act on them.</summary>
    public static string Write(EmitValues values) => $$$"""
        The reporters write `AutomountReady` and `AutomountNodeFault` into the node objects. Read docs/conditions.md before anything acts on
        them.

        ```sh
        oc -n {{{values.Namespace}}} rollout status daemonset/{{{ReporterManifests.Name}}}
        oc get node -l node-role.kubernetes.io/{{{values.Pool}}} -o custom-columns='{{{Columns}}}'
        ```

        Where node-readiness-controller runs, a taint `PreferNoSchedule` keeps pods from nodes that are not ready, while others are. The rule
        begins as a dry run.

        ```sh
        oc apply -f {{{ConditionSamples.RulePath}}}
        oc get nodereadinessrule automount-ready -o jsonpath='{.status.dryRunResults}'
        ```

        Look at what it would do for some days. Then let it act:
        `oc patch nodereadinessrule automount-ready --type merge --patch '{"spec": {"dryRun": false}}'`.

        Where the Node Health Check Operator runs, a node that has a fault of its own for 15 minutes is remediated, while nine of ten nodes are
        healthy. It begins paused.

        ```sh
        oc apply -f {{{ConditionSamples.HealthCheckPath}}}
        oc get nodehealthcheck automount-node-fault -o jsonpath='{.status.healthyNodes} of {.status.observedNodes} are healthy'
        ```

        Watch the condition for some weeks. Then take the pause away:
        `oc patch nodehealthcheck automount-node-fault --type merge --patch '{"spec": {"pauseRequests": null}}'`.

        `{{{ConditionSamples.ProblemDetectorPath}}}` is for a node-problem-detector that runs already. A line for Nagios, in the configuration of
        NRPE on a node: `command[automount]=/usr/bin/automount-agent condition AutomountReady --nagios`.

        """;

    /// <summary>Before the nodes leave the pool: the controller takes its taints back, and nothing acts on what is left.</summary>
    public static string Release(EmitValues values) => values.NodeConditions ? ReleaseCommands : "";

    /// <summary>After the reporters are gone: nobody else removes a condition (merge key type, k8s.io/api/core/v1 NodeStatus).</summary>
    public static string Remove(EmitValues values) => values.NodeConditions ? RemoveCommands : "";

    private const string ReleaseCommands = """
        for kind in nodereadinessrule/automount-ready nodehealthcheck/automount-node-fault; do
          if oc get "${kind%/*}" >/dev/null 2>&1; then oc delete "$kind" --ignore-not-found; fi
        done

        """;

    private const string RemoveCommands = """

        What the reporters wrote stays in the node objects, as it was last:

        ```sh
        for node in $nodes; do
          oc patch "$node" --subresource status --type strategic --patch "{status: {conditions: [
            {type: AutomountReady, \$patch: delete}, {type: AutomountNodeFault, \$patch: delete}]}}"
        done
        ```

        """;

    private const string Columns =
        "NODE:.metadata.name," +
        "READY:.status.conditions[?(@.type==\"AutomountReady\")].status," +
        "FAULT:.status.conditions[?(@.type==\"AutomountNodeFault\")].status";
}
