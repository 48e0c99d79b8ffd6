using AutomountPackaging.Values;
using static AutomountPackaging.Documents.YamlText;

namespace AutomountPackaging.Emit.NodeConditions;

/// <summary>
/// What may act on the conditions. None of it is part of the kustomization: each needs an operator that the site chooses, and begins
/// without acting.
/// </summary>
internal static class ConditionSamples
{
    /// <summary>The rule of node-readiness-controller.</summary>
    public const string RulePath = "sample/nodereadinessrule.yaml";

    /// <summary>The health check of medik8s.</summary>
    public const string HealthCheckPath = "sample/nodehealthcheck.yaml";

    /// <summary>The configuration of node-problem-detector.</summary>
    public const string ProblemDetectorPath = "sample/node-problem-detector.yaml";

    /// <summary>
    /// A taint while a node is not ready (kubernetes-sigs/node-readiness-controller v0.5.0, api/v1alpha1/nodereadinessrule_types.go). A dry
    /// run at first.
    /// </summary>
    public static string Rule(EmitValues values) => $$"""
        ---
        # Needs node-readiness-controller v0.5.0.
        apiVersion: readiness.node.x-k8s.io/v1alpha1
        kind: NodeReadinessRule
        metadata:
          name: automount-ready
        spec:
          # It says in its status what it would do. APPLY.md has the command that lets it act.
          dryRun: true
          conditions:
            - type: AutomountReady
              requiredStatus: "True"
          enforcementMode: continuous
          nodeSelector:
            matchLabels:
              node-role.kubernetes.io/{{values.Pool}}: ""
          taint:
            key: readiness.k8s.io/AutomountReady
            # A server that is down makes every node not ready. With NoSchedule no node would then take any pod, with NoExecute all would
            # be evicted.
            effect: PreferNoSchedule

        """;

    /// <summary>
    /// A remediation of nodes that have a fault of their own (medik8s/node-healthcheck-operator dd44432, api/v1alpha1/
    /// nodehealthcheck_types.go; stormCooldownDuration is in v0.11.0 and later). Paused at first.
    /// </summary>
    public static string HealthCheck(EmitValues values) => $$"""
        ---
        # Needs the Node Health Check Operator v0.11.0 or later, and Self Node Remediation. No two NodeHealthChecks may select the same node:
        # where one selects the nodes of this pool already, add the condition there.
        apiVersion: remediation.medik8s.io/v1alpha1
        kind: NodeHealthCheck
        metadata:
          name: automount-node-fault
        spec:
          # Nothing is remediated while there is a request. APPLY.md has the command that takes it away.
          pauseRequests:
            - watch AutomountNodeFault for some weeks first
          selector:
            matchLabels:
              node-role.kubernetes.io/{{values.Pool}}: ""
          # Where more nodes than that have the fault, it is not theirs. In a pool of less than ten nodes this remediates nothing: write
          # the number of nodes there, less one.
          minHealthy: 90%
          # When they are healthy again, the last of them are so later than the first.
          stormCooldownDuration: 30m
          unhealthyConditions:
            # True only: a node of which nothing is known is not rebooted.
            - type: AutomountNodeFault
              status: "True"
              duration: 15m
          remediationTemplate:
            apiVersion: self-node-remediation.medik8s.io/v1alpha1
            kind: SelfNodeRemediationTemplate
            name: self-node-remediation-automatic-strategy-template
            # Where Self Node Remediation is installed.
            namespace: openshift-workload-availability

        """;

    /// <summary>
    /// The plugin of node-problem-detector, in place of the reporter for AutomountNodeFault (kubernetes/node-problem-detector 6632ca6,
    /// pkg/custompluginmonitor/types: config.go, types.go). It can write Unknown.
    /// </summary>
    public static string ProblemDetector(EmitValues values) => $$"""
        ---
        # For a node-problem-detector that runs already, in place of the reporter of AutomountNodeFault: two writers of one condition undo each
        # other's work. Start it with --config.custom-plugin-monitor=/config/automount.json, on the network of the host, and with
        # /usr/bin/automount-agent of the node (a hostPath of type File) at the same path.
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: automount-problem-detector
          namespace: {{Quote(values.Namespace)}}
        data:
          automount.json: |
            {
              "plugin": "custom",
              "pluginConfig": {
                "invoke_interval": "30s",
                "timeout": "15s",
                "max_output_length": 512,
                "concurrency": 1,
                "enable_message_change_based_condition_update": true,
                "skip_initial_status": true
              },
              "source": "automount-custom-plugin-monitor",
              "metricsReporting": true,
              "conditions": [
                {
                  "type": "AutomountNodeFault",
                  "reason": "NoNodeFault",
                  "message": "nothing of this node alone is broken"
                }
              ],
              "rules": [
                {
                  "type": "permanent",
                  "condition": "AutomountNodeFault",
                  "reason": "AutomountNodeFault",
                  "path": "/usr/bin/automount-agent",
                  "args": ["condition", "AutomountNodeFault"],
                  "timeout": "15s"
                }
              ]
            }

        """;
}
