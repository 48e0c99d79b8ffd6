using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Automount.Maps;
using Automount.Nfs;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>
/// Asks the portmapper of a host for the port of a service, and mountd for a NULL call of version 3, over the transport that the entry
/// wants. mount.nfs and automount do the same before they mount, so a mount fails where this fails. rpcbind is asked by RPCBPROC_GETADDR,
/// which knows registrations over IPv6; a portmapper of version 2 by PMAPPROC_GETPORT (RFC 1833). Both name the port of another version
/// where the one that is asked for is not registered, so only the NULL call of the version says that it is served.
/// </summary>
internal sealed class PortmapPing(HostResolver resolver, TimeProvider time)
{
    private const int PortmapPort = 111;
    private const uint PortmapProgram = 100000;
    private const uint NfsProgram = 100003;
    private const uint MountVersion = 3;
    private const uint NfsVersion = 3;
    private const uint GetPort = 3;
    private const uint GetAddress = 3;

    /// <summary>Asks one host; each step may take <paramref name="timeout"/>. Throws only when <paramref name="cancel"/> is set.</summary>
    /// <param name="need">The host, and what is needed.</param>
    /// <param name="defaultProtocol">
    /// <c>mount_nfs_default_protocol</c>, 3 or 4. With 4 automount asks port 2049 itself once the portmapper answers, whatever that says.
    /// </param>
    /// <param name="timeout">How long each step may take.</param>
    /// <param name="cancel">Ends the call early.</param>
    public async Task<(PortmapOutcome Outcome, string Detail)> AskAsync(
        PortmapNeed need, int defaultProtocol, TimeSpan timeout, CancellationToken cancel)
    {
        var addresses = (await resolver.ResolveAsync(need.Host, timeout, cancel)).Addresses;
        var (outcome, detail) = (PortmapOutcome.Ready, "");
        foreach (var address in addresses)
        {
            (outcome, detail) = await AskAddressAsync(address, need, defaultProtocol, timeout, cancel);
            if (outcome == PortmapOutcome.Ready)
            {
                break;
            }
        }

        // A name without an address is the finding of the server itself.
        return (outcome, detail);
    }

    private async Task<(PortmapOutcome Outcome, string Detail)> AskAddressAsync(
        IPAddress address, PortmapNeed need, int defaultProtocol, TimeSpan timeout, CancellationToken cancel)
    {
        if (need.WithoutVersion && defaultProtocol == 3)
        {
            var nfs = await AskNfsAsync(address, need.Udp, timeout, cancel);
            if (nfs.Outcome != PortmapOutcome.Ready || !need.Mountd)
            {
                return nfs;
            }
        }

        var (program, version) = need.Mountd ? (Mount3.Program, MountVersion) : (NfsProgram, 4u);
        var (port, silent) = await FindPortAsync(address, need.Udp, program, version, timeout, cancel);
        if (port is null)
        {
            return (PortmapOutcome.Silent, silent);
        }

        if (!need.Mountd)
        {
            return (PortmapOutcome.Ready, "");
        }

        if (port is 0 or > IPEndPoint.MaxPort)
        {
            return (PortmapOutcome.NoMountd, "mountd is not registered with rpcbind.");
        }

        var (answer, problem) = await CallAsync(
            new(address, port.Value), need.Udp, timeout, cancel, xid => RpcNull.Call(xid, Mount3.Program, MountVersion, 0));
        return answer.Status == RpcStatus.Success
            ? (PortmapOutcome.Ready, "")
            : (PortmapOutcome.NoMountd, $"mountd on port {port}: {Describe(answer, problem)}");
    }

    /// <summary>Version 3 alone is asked for: no server that is maintained has version 2 and not 3.</summary>
    private async Task<(PortmapOutcome Outcome, string Detail)> AskNfsAsync(
        IPAddress address, bool udp, TimeSpan timeout, CancellationToken cancel)
    {
        var (port, silent) = await FindPortAsync(address, udp, NfsProgram, NfsVersion, timeout, cancel);
        if (port is null)
        {
            return (PortmapOutcome.Silent, silent);
        }

        if (port is 0 or > IPEndPoint.MaxPort)
        {
            return (PortmapOutcome.NoNfs, $"NFS version {NfsVersion} is not registered with rpcbind.");
        }

        var (answer, problem) = await CallAsync(
            new(address, port.Value), udp, timeout, cancel, xid => RpcNull.Call(xid, NfsProgram, NfsVersion, 0));
        return answer.Status == RpcStatus.Success
            ? (PortmapOutcome.Ready, "")
            : (PortmapOutcome.NoNfs, $"NFS on port {port}: {Describe(answer, problem)}");
    }

    private static string Describe(RpcReply answer, string problem)
    {
        if (problem.Length > 0)
        {
            return problem;
        }

        return answer.Status == RpcStatus.ProgramMismatch
            ? $"it does not speak version 3, only {answer.Low} to {answer.High}."
            : answer.Describe(3);
    }

    /// <summary>The registered port, 0 for none; null when nothing that answers is a portmapper, with the reason.</summary>
    private async Task<(int? Port, string Silent)> FindPortAsync(
        IPAddress address, bool udp, uint program, uint version, TimeSpan timeout, CancellationToken cancel)
    {
        var (reply, problem) = await CallAsync(
            new(address, PortmapPort), udp, timeout, cancel, xid => RpcNull.Call(xid, PortmapProgram, 4, GetAddress, [
                program, version, .. NetworkId(address, udp), 0, 0]));
        if (reply.Status == RpcStatus.Success)
        {
            // An empty string is one word: not registered.
            var registered = reply.Low == 0 ? 0 : UniversalAddress.Port(reply.Result.Span);
            return (registered, registered is null ? "What rpcbind answers is not an address." : "");
        }

        if (reply.Status is not (RpcStatus.ProgramMismatch or RpcStatus.ProcedureUnavailable or RpcStatus.ProgramUnavailable))
        {
            return (null, problem.Length > 0 ? problem : reply.Describe(4));
        }

        var protocol = (uint)(udp ? ProtocolType.Udp : ProtocolType.Tcp);
        (reply, problem) = await CallAsync(
            new(address, PortmapPort),
            udp,
            timeout,
            cancel,
            xid => RpcNull.Call(xid, PortmapProgram, 2, GetPort, program, version, protocol, 0));
        if (reply.Status == RpcStatus.Success)
        {
            return ((int)Math.Min(reply.Low, int.MaxValue), "");
        }

        return (null, problem.Length > 0 ? problem : reply.Describe(2));
    }

    /// <summary>The netid of RFC 5665 as an XDR string: tcp, udp, tcp6 or udp6.</summary>
    private static uint[] NetworkId(IPAddress address, bool udp)
    {
        var isVersion6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var transport = udp ? "udp" : "tcp";
        var name = transport + (isVersion6 ? "6" : "\0");
        return [isVersion6 ? 4u : 3u, BinaryPrimitives.ReadUInt32BigEndian(Encoding.ASCII.GetBytes(name))];
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
