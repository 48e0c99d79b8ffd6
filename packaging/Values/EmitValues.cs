using System.Collections.Immutable;
using AutomountPackaging.Platform;

namespace AutomountPackaging.Values;

/// <summary>What <c>emit</c> is to write, merged, validated and immutable. The defaults are what most clusters want.</summary>
internal sealed record EmitValues
{
    /// <summary><c>pool</c>: the MachineConfigPool, and with it the MachineOSConfig and the role label of the nodes.</summary>
    public string Pool { get; init; } = "worker-automount";

    /// <summary><c>openshift</c>: the version of the cluster.</summary>
    public OpenShiftVersion OpenShift { get; init; }

    /// <summary><c>agent.image</c>: the image that has the agent below <c>/usr</c>, by digest; null when it comes as an RPM.</summary>
    public string? AgentImage { get; init; }

    /// <summary><c>agent.rpm</c>: URL of the agent's RPM; null when it comes from an image.</summary>
    public string? AgentRpm { get; init; }

    /// <summary><c>agent.required</c>: paths that must be mounted and usable for pods.</summary>
    public ImmutableArray<string> RequiredPaths { get; init; } = [];

    /// <summary><c>agent.snippets</c>: files for <c>/etc/automount-agent/agent.conf.d</c>.</summary>
    public ImmutableArray<string> AgentSnippets { get; init; } = [];

    /// <summary><c>image.pushSpec</c>: where the built image goes.</summary>
    public string PushSpec { get; init; } = "";

    /// <summary><c>image.pushSecret</c>: name of the secret to push it with.</summary>
    public string PushSecret { get; init; } = "";

    /// <summary><c>image.pullSecret</c>: name of the secret that the build pulls with; null for the cluster's own.</summary>
    public string? PullSecret { get; init; }

    /// <summary><c>image.packages</c>: RPMs besides those that the chain needs.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary><c>selinux.booleans</c>: booleans that are on in the image.</summary>
    public ImmutableArray<string> SelinuxBooleans { get; init; } = ["use_nfs_home_dirs"];

    /// <summary>
    /// <c>sssd.conf</c>: path of the file that becomes <c>/etc/sssd/sssd.conf</c>; null when another MachineConfig has it.
    /// </summary>
    public string? SssdConf { get; init; }

    /// <summary><c>sssd.snippets</c>: files for <c>/etc/sssd/conf.d</c>.</summary>
    public ImmutableArray<string> SssdSnippets { get; init; } = [];

    /// <summary>
    /// <c>secrets</c>: whether a password in sssd.conf is taken out and described (<c>external</c>) instead of refused (<c>refuse</c>).
    /// </summary>
    public bool SecretsAreExternal { get; init; }

    /// <summary><c>autofs.maps</c>: folder with <c>*.autofs</c> master map snippets and <c>auto.*</c> maps.</summary>
    public string? Maps { get; init; }

    /// <summary><c>autofs.conf</c>: path of the file that becomes <c>/etc/autofs.conf</c>.</summary>
    public string? AutofsConf { get; init; }

    /// <summary><c>autofs.mountPoints</c>: mount points that a master map outside of these files names, in LDAP for example.</summary>
    public ImmutableArray<string> MountPoints { get; init; } = [];

    /// <summary><c>monitoring.enabled</c>: whether metrics, alerts and the dashboards are written.</summary>
    public bool Monitoring { get; init; } = true;

    /// <summary><c>monitoring.namespace</c>: where the metrics proxy runs.</summary>
    public string Namespace { get; init; } = "automount-agent";

    /// <summary><c>monitoring.port</c>: the port of the nodes at which the metrics proxy listens.</summary>
    public int Port { get; init; } = 9747;

    /// <summary><c>monitoring.proxyImage</c>: the kube-rbac-proxy image; null for that of the product catalogue.</summary>
    public string? ProxyImage { get; init; }

    /// <summary><c>monitoring.runbooks</c>: URL of docs/packaging.md as it is published; null for no links.</summary>
    public string? Runbooks { get; init; }

    /// <summary><c>nodeConditions.enabled</c>: whether the conditions of the agent are written into the node objects.</summary>
    public bool NodeConditions { get; init; }

    /// <summary><c>nodeConditions.image</c>: the image of the reporter; null for that of its release.</summary>
    public string? ReporterImage { get; init; }
}
