using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Text;

namespace AutomountPackaging.Values;

/// <summary>One key of the values file: its option, how its text becomes a value, and what the documentation says about it.</summary>
/// <param name="Name">The key, with dots for the sections it is in.</param>
/// <param name="Option">The option that says the same; null when there is none.</param>
/// <param name="Form">What may be written.</param>
/// <param name="Explanation">What it is for, in a sentence or more.</param>
internal sealed record ValueKey(string Name, string? Option, string Form, string Explanation)
{
    /// <summary>Whether there may be several.</summary>
    public bool IsList { get; private init; }

    /// <summary>Whether its option stands alone, and then means true.</summary>
    public bool IsSwitch { get; private init; }

    /// <summary>Whether it is a path: relative to the values file, or on the command line to the working folder.</summary>
    public bool IsPath { get; private init; }

    /// <summary>Puts the texts into the values; what is wrong with one becomes a problem with its line.</summary>
    public required Func<EmitValues, Given, ICollection<FileProblem>, EmitValues> Apply { get; init; }

    /// <summary>
    /// Every key there is, in the order of the documentation: parsing, options and the documentation are made from this list.
    /// </summary>
    public static ImmutableArray<ValueKey> All { get; } =
    [
        One("pool", "--pool", "DNS label of at most 21 characters", "Name of the MachineConfigPool, and of the role of its nodes.",
            ValueForm.Pool, (v, x) => v with { Pool = x }),
        One("openshift", "--openshift", "4.19 to 4.23, or 5.0",
            "Version of the cluster. A newer one gets what is right for the newest of these.",
            ValueForm.OpenShift, (v, x) => v with { OpenShift = x }),
        One("secrets", "--secrets", "refuse or external",
            "What happens to a password in sssd.conf: it is refused, or taken out and APPLY.md says how to bring it to the nodes.",
            ValueForm.Secrets, (v, x) => v with { SecretsAreExternal = x }),
        One("agent.image", "--agent-image", "HOST/NAME@sha256:DIGEST", "Image that has the agent below /usr.",
            ValueForm.ImageByDigest, (v, x) => v with { AgentImage = x }),
        One("agent.rpm", "--agent-rpm", "https URL of an .rpm", "RPM of the agent, instead of the image.",
            ValueForm.RpmUrl, (v, x) => v with { AgentRpm = x }),
        Many("agent.required", "--required", "absolute paths", "Paths that must be mounted and usable for pods.",
            ValueForm.RequiredPath, (v, x) => v with { RequiredPaths = x }),
        Many("agent.snippets", null, "*.conf files", "Files for /etc/automount-agent/agent.conf.d, see agent.conf(5).",
            ValueForm.File, (v, x) => v with { AgentSnippets = x }) with { IsPath = true },
        One("image.pushSpec", "--push-spec", "HOST[:PORT]/[NAMESPACE/]NAME:TAG", "Where the built image of the nodes goes.",
            ValueForm.PushSpec, (v, x) => v with { PushSpec = x }),
        One("image.pushSecret", "--push-secret", "name of a secret", "Secret of openshift-machine-config-operator to push the image with.",
            ValueForm.ObjectName, (v, x) => v with { PushSecret = x }),
        One("image.pullSecret", "--pull-secret", "name of a secret",
            "Secret of openshift-machine-config-operator that the build pulls base and agent image with. Default: the cluster's pull "
                + "secret.",
            ValueForm.ObjectName, (v, x) => v with { PullSecret = x }),
        Many("image.packages", null, "names of RPMs", "RPMs that the image gets besides those of the chain.",
            ValueForm.Package, (v, x) => v with { Packages = x }),
        Many("selinux.booleans", null, "names of booleans", "SELinux booleans that are on in the image. Default: use_nfs_home_dirs.",
            ValueForm.SelinuxBoolean, (v, x) => v with { SelinuxBooleans = x }),
        One("sssd.conf", "--sssd-conf", "a file", "Becomes /etc/sssd/sssd.conf. Without it, another MachineConfig must have that file.",
            ValueForm.File, (v, x) => v with { SssdConf = x }) with { IsPath = true },
        Many("sssd.snippets", null, "*.conf files", "Files for /etc/sssd/conf.d, where they are called automount-NAME.",
            ValueForm.File, (v, x) => v with { SssdSnippets = x }) with { IsPath = true },
        One("autofs.maps", "--map", "a folder", "Its *.autofs files go to /etc/auto.master.d, its auto.* files to /etc.",
            ValueForm.File, (v, x) => v with { Maps = x }) with { IsPath = true },
        One("autofs.conf", null, "a file", "Becomes /etc/autofs.conf. Without it, that of the RPM stays.",
            ValueForm.File, (v, x) => v with { AutofsConf = x }) with { IsPath = true },
        Many("autofs.mountPoints", null, "absolute paths", "Mount points that the master map of the directory (LDAP) names.",
            ValueForm.MountPoint, (v, x) => v with { MountPoints = x }),
        One("monitoring.enabled", null, "true or false", "Whether metrics, alerts and the dashboards are written. Default: true.",
            ValueForm.Boolean, (v, x) => v with { Monitoring = x }),
        One("monitoring.namespace", null, "DNS label", "Where the metrics proxy runs. Default: automount-agent.",
            ValueForm.Namespace, (v, x) => v with { Namespace = x }),
        One("monitoring.port", null, "9000 to 9999, not one that OpenShift uses",
            "Port of the nodes at which the metrics proxy listens. Default: 9747.",
            ValueForm.HostPort, (v, x) => v with { Port = x }),
        One("monitoring.proxyImage", null, "HOST/NAME:TAG or HOST/NAME@sha256:DIGEST",
            "The kube-rbac-proxy image. Default: that of the product catalogue for the version.",
            ValueForm.Image, (v, x) => v with { ProxyImage = x }),
        One("monitoring.runbooks", null, "URL", "Where the folder docs/alerts is published: each alert links to its page there.",
            ValueForm.Url, (v, x) => v with { Runbooks = x }),
        One("nodeConditions.enabled", "--node-conditions", "true or false",
            "Whether AutomountReady and AutomountNodeFault are written into the node objects, with samples of what acts on them. "
                + "Default: false.",
            ValueForm.Boolean, (v, x) => v with { NodeConditions = x }) with { IsSwitch = true },
        One("nodeConditions.image", null, "HOST/NAME:TAG or HOST/NAME@sha256:DIGEST",
            "The node-readiness-reporter image. Default: v0.5.0 of registry.k8s.io.",
            ValueForm.Image, (v, x) => v with { ReporterImage = x }),
    ];

    /// <summary>The key of a name; null when there is none.</summary>
    public static ValueKey? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    private static ValueKey One<T>(
        string name, string? option, string form, string explanation, Func<string, Parsed<T>> parse, Func<EmitValues, T, EmitValues> set) =>
        new(name, option, form, explanation)
        {
            Apply = (values, given, problems) => Take(given, parse, problems) is [var value] ? set(values, value) : values,
        };

    private static ValueKey Many(
        string name,
        string? option,
        string form,
        string explanation,
        Func<string, Parsed<string>> parse,
        Func<EmitValues, ImmutableArray<string>, EmitValues> set) =>
        new(name, option, form, explanation)
        {
            IsList = true,
            Apply = (values, given, problems) => set(values, [.. Take(given, parse, problems).Distinct()]),
        };

    private static List<T> Take<T>(Given given, Func<string, Parsed<T>> parse, ICollection<FileProblem> problems)
    {
        var taken = new List<T>();
        foreach (var (text, line) in given.Texts)
        {
            var (value, problem) = parse(text);
            if (problem is null)
            {
                taken.Add(value);
            }
            else
            {
                problems.Add(new FileProblem(given.File, line, line > 0 ? $"{given.Key.Name}: {problem}" : problem));
            }
        }

        return taken;
    }
}
