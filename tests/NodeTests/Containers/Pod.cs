using NodeTests.Containers.Cri;
using NodeTests.Support;

namespace NodeTests.Containers;

/// <summary>
/// A pod of one container with one hostPath volume, in the namespace <c>shop</c>, made as the kubelet makes one: its calls to the runtime,
/// its cgroup, and its links to the logs. It shares the node's network.
/// </summary>
public sealed class Pod : IDisposable
{
    private const string Container = "app";
    private const int CallSeconds = 60;

    private readonly ContainerRuntime runtime;
    private readonly PodSandboxConfig config;
    private readonly string sandbox;
    private string? link;

    /// <summary>Makes the pod, without a container.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="name">Its name.</param>
    public Pod(ContainerRuntime runtime, string name)
    {
        this.runtime = runtime;
        Name = name;
        Uid = Guid.NewGuid().ToString();
        config = new PodSandboxConfig
        {
            Metadata = new() { Name = name, Namespace = "shop", Uid = Uid },
            LogDirectory = $"/var/log/pods/shop_{name}_{Uid}",
            Linux = new()
            {
                // As the kubelet with cgroups by systemd: a dash separates slices, so those of the uid are written otherwise.
                CgroupParent = $"kubepods-besteffort-pod{Uid.Replace('-', '_')}.slice",
                SecurityContext = new() { NamespaceOptions = Host },
            },
        };
        Directory.CreateDirectory(config.LogDirectory);
        sandbox = runtime.Service.RunPodSandbox(new() { Config = config }, deadline: Deadline()).PodSandboxId;
    }

    /// <summary>Makes the pod and starts its container.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="name">Its name.</param>
    /// <param name="source">The path of the node that its volume is.</param>
    /// <param name="target">Where the container has it.</param>
    /// <param name="propagation">None, HostToContainer or Bidirectional.</param>
    public Pod(ContainerRuntime runtime, string name, string source, string target, string propagation)
        : this(runtime, name)
    {
        Id = Create(source, target, propagation, Deadline());
        Link(Id);
        runtime.Service.StartContainer(new() { ContainerId = Id }, deadline: Deadline());
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its name with its namespace.</summary>
    public string FullName => $"shop/{Name}";

    /// <summary>Its uid.</summary>
    public string Uid { get; }

    /// <summary>The id of its container; empty while there is none.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Runs a command in the container.</summary>
    public ShellResult Run(string command)
    {
        var request = new ExecSyncRequest { ContainerId = Id, Cmd = { "/bin/sh", "-c", command }, Timeout = 30 };
        var answer = runtime.Service.ExecSync(request, deadline: Deadline());
        return new(answer.ExitCode, answer.Stdout.ToStringUtf8(), answer.Stderr.ToStringUtf8());
    }

    /// <summary>Asks for the container, as the kubelet does until it is there.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="Grpc.Core.RpcException">The runtime said no, or nothing until the deadline.</exception>
    internal string Create(string source, string target, string propagation, DateTime deadline)
    {
        var container = new ContainerConfig
        {
            Metadata = new() { Name = Container },
            Image = new() { Image = ContainerImage.Name },
            Command = { "/bin/sleep", "3600" },
            Mounts = { new Mount { HostPath = source, ContainerPath = target, Propagation = Of(propagation) } },
            LogPath = $"{Container}/0.log",
            Linux = new() { SecurityContext = new() { NamespaceOptions = Host } },
        };
        Directory.CreateDirectory($"{config.LogDirectory}/{Container}");
        var request = new CreateContainerRequest { PodSandboxId = sandbox, Config = container, SandboxConfig = config };
        return runtime.Service.CreateContainer(request, deadline: deadline).ContainerId;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        runtime.Service.StopPodSandbox(new() { PodSandboxId = sandbox }, deadline: Deadline());
        runtime.Service.RemovePodSandbox(new() { PodSandboxId = sandbox }, deadline: Deadline());
        if (link is not null)
        {
            File.Delete(link);
        }

        Directory.Delete(config.LogDirectory, recursive: true);
    }

    /// <summary>The time by which an ordinary call has an answer.</summary>
    internal static DateTime Deadline() => DateTime.UtcNow.AddSeconds(CallSeconds);

    private static NamespaceOption Host => new() { Network = NamespaceMode.Node, Pid = NamespaceMode.Container };

    private static MountPropagation Of(string propagation) => propagation switch
    {
        "None" => MountPropagation.PropagationPrivate,
        "HostToContainer" => MountPropagation.PropagationHostToContainer,
        "Bidirectional" => MountPropagation.PropagationBidirectional,
        _ => throw new ArgumentOutOfRangeException(nameof(propagation), propagation, "none of Kubernetes"),
    };

    /// <summary>The kubelet names a container's log by pod, namespace, container and id.</summary>
    private void Link(string id)
    {
        link = $"/var/log/containers/{Name}_shop_{Container}-{id}.log";
        Directory.CreateDirectory("/var/log/containers");
        File.CreateSymbolicLink(link, $"{config.LogDirectory}/{Container}/0.log");
    }
}
