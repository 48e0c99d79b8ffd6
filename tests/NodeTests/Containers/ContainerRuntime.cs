using System.Net.Sockets;
using Grpc.Net.Client;
using NodeTests.Containers.Cri;
using NodeTests.Support;

namespace NodeTests.Containers;

/// <summary>
/// The node's containerd with runc, asked as the kubelet asks it. It runs while the tests of pods do, so that the others have a quiet node.
/// </summary>
public sealed class ContainerRuntime : IDisposable
{
    private const string Socket = "/run/containerd/containerd.sock";

    private readonly GrpcChannel channel;

    /// <summary>Starts it and gives it the image.</summary>
    public ContainerRuntime()
    {
        Shell.Must("systemctl start containerd");
        ContainerImage.Write("/run/pod-image.tar");
        Shell.Must($"ctr -n k8s.io images import --all-platforms /run/pod-image.tar && rm /run/pod-image.tar", 120);
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = ConnectAsync },
        });
        Service = new(channel);
        var version = Service.Version(new());
        TestContext.Current.SendDiagnosticMessage($"{version.RuntimeName} {version.RuntimeVersion}");
    }

    /// <summary>Its calls.</summary>
    internal RuntimeService.RuntimeServiceClient Service { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel.Dispose();
        Shell.Must("systemctl stop containerd");
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
