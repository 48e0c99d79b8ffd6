using System.Net;
using System.Net.Sockets;
using Automount.Maps;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks the portmapper of a host for the port of a service (RFC 1833, PMAPPROC_GETPORT), and mountd for a NULL call, over the transport
/// that the entry wants. mount.nfs and automount do the same before they mount, so a mount fails where this fails.
/// </summary>
internal sealed class PortmapPing(HostResolver resolver, TimeProvider time)
{
    private const int PortmapPort = 111;
    private const uint PortmapProgram = 100000;
    private const uint NfsProgram = 100003;
    private const uint MountProgram = 100005;
    private const uint GetPort = 3;

    /// <summary>Asks one host; each step may take <paramref name="timeout"/>. Throws only when <paramref name="cancel"/> is set.</summary>
    /// <param name="need">The host, and what is needed.</param>
    /// <param name="timeout">How long each step may take.</param>
    /// <param name="cancel">Ends the call early.</param>
    public async Task<(PortmapOutcome Outcome, string Detail)> AskAsync(PortmapNeed need, TimeSpan timeout, CancellationToken cancel)
    {
        var addresses = (await resolver.ResolveAsync(need.Host, timeout, cancel)).Addresses;
        var (outcome, detail) = (PortmapOutcome.Ready, "");
        foreach (var address in addresses)
        {
            (outcome, detail) = await AskAddressAsync(address, need, timeout, cancel);
            if (outcome == PortmapOutcome.Ready)
            {
                break;
            }
        }

        // A name without an address is the finding of the server itself.
        return (outcome, detail);
    }

    private async Task<(PortmapOutcome Outcome, string Detail)> AskAddressAsync(
        IPAddress address, PortmapNeed need, TimeSpan timeout, CancellationToken cancel)
    {
        var (program, version) = need.Mountd ? (MountProgram, 3u) : (NfsProgram, 4u);
        var (reply, problem) = await CallAsync(
            new(address, PortmapPort),
            need.Udp,
            timeout,
            cancel,
            xid => RpcNull.Call(
                xid, PortmapProgram, 2, GetPort, program, version, (uint)(need.Udp ? ProtocolType.Udp : ProtocolType.Tcp), 0));
        if (reply.Status != RpcStatus.Success)
        {
            return (PortmapOutcome.Silent, problem.Length > 0 ? problem : reply.Describe(2));
        }

        if (!need.Mountd)
        {
            return (PortmapOutcome.Ready, "");
        }

        if (reply.Low is 0 or > IPEndPoint.MaxPort)
        {
            return (PortmapOutcome.NoMountd, "mountd is not registered with rpcbind.");
        }

        var (answer, silent) = await CallAsync(
            new(address, (int)reply.Low), need.Udp, timeout, cancel, xid => RpcNull.Call(xid, MountProgram, 3, 0));
        if (answer.Status == RpcStatus.Success)
        {
            return (PortmapOutcome.Ready, "");
        }

        var reason = silent.Length > 0 ? silent : answer.Describe(3);
        return (PortmapOutcome.NoMountd, $"mountd on port {reply.Low}: {reason}");
    }

    private async Task<(RpcReply Reply, string Problem)> CallAsync(
        IPEndPoint service, bool udp, TimeSpan timeout, CancellationToken cancel, Func<uint, byte[]> call)
    {
        var port = $"{(udp ? "UDP" : "TCP")} port {service.Port}";
        try
        {
            return (udp
                ? await RpcDatagram.CallAsync(service, call, timeout, time, cancel)
                : await CallStreamAsync(service, timeout, cancel, call), "");
        }
        catch (Exception failure) when (failure is TimeoutException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (default, $"No answer on {port} within {timeout.TotalSeconds:0.#} s.");
        }
        catch (SocketException failure)
        {
            return (default, failure.SocketErrorCode == SocketError.ConnectionRefused
                ? $"Nothing listens on {port}."
                : $"No answer on {port} ({failure.SocketErrorCode}).");
        }
    }

    private async Task<RpcReply> CallStreamAsync(IPEndPoint service, TimeSpan timeout, CancellationToken cancel, Func<uint, byte[]> call)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        using var socket = new Socket(service.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(service, either.Token);
        return await NfsPing.CallAsync(socket, call, either.Token);
    }
}
