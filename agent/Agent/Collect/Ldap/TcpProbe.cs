using System.Net;
using System.Net.Sockets;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>What came of connecting to a host.</summary>
/// <param name="Outcome"><see cref="DirectoryOutcome.Answered"/> when connected; else what kept it from that.</param>
/// <param name="Detail">The reason in words; empty when connected.</param>
/// <param name="Address">The address that took the connection; null when none did.</param>
internal sealed record TcpAnswer(DirectoryOutcome Outcome, string Detail, IPAddress? Address = null);

/// <summary>
/// Connects to a server and hangs up. libldap says "can't contact LDAP server" for a name that does not resolve, for a refused connection
/// and for a host that is gone; this tells them apart, and cannot block.
/// </summary>
internal static class TcpProbe
{
    /// <summary>Tries the addresses of a host in turn until one accepts.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="deadline">For all of it.</param>
    /// <param name="time">Clock of the deadline.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public static async Task<TcpAnswer> ConnectAsync(
        string host, int port, TimeSpan deadline, TimeProvider time, CancellationToken cancel)
    {
        using var timer = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(host, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            return new(DirectoryOutcome.Unresolvable, e.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(DirectoryOutcome.Unresolvable, $"no answer from the resolver within {deadline.TotalSeconds:0.###} s");
        }

        var result = new TcpAnswer(DirectoryOutcome.Unresolvable, "the name has no address");
        foreach (var address in addresses)
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(address, port, either.Token).ConfigureAwait(false);
                return new(DirectoryOutcome.Answered, "", address);
            }
            catch (SocketException e)
            {
                var refused = e.SocketErrorCode == SocketError.ConnectionRefused;
                result = new(refused ? DirectoryOutcome.Refused : DirectoryOutcome.Unreachable, $"{address}: {e.Message}");
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return new(DirectoryOutcome.Unreachable, $"{address}: no connection within {deadline.TotalSeconds:0.###} s");
            }
        }

        return result;
    }
}
