using System.Net;
using System.Net.Sockets;
using Automount.Configuration;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>libldap reads ahead, and must not wait for what it has not got.</summary>
public sealed class ReadAheadTests
{
    private static readonly byte[] Bound = [0x30, 0x0c, 0x02, 1, 1, 0x61, 0x07, 0x0a, 1, 0, 0x04, 0, 0x04, 0];
    private static readonly byte[] Entry = [0x30, 0x09, 0x02, 1, 2, 0x64, 0x04, 0x04, 0, 0x30, 0];

    [Fact]
    public async Task AServerThatStopsInTheMiddleOfAMessageIsToldWithinTheTimeout()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, cancel);
        var domain = DirectoryRead.At($"ldap://{listener.LocalEndpoint}", "dc=example,dc=com") with { GuessSchema = false };
        using var observer = new DirectoryCollector(
            () => new SssdConfiguration([], [domain], [], null), new Settings
            {
                LdapTimeout = TimeSpan.FromSeconds(1)
            }, new(), TimeProvider.System);

        var directory = Assert.Single((await observer.CollectAsync(NodeState.Empty, cancel)).Domains);

        Assert.Equal((DirectoryOutcome.NoAnswer, "no complete answer to a search within 1 s"), (directory.Outcome, directory.Detail));
        using var client = await serving; // Open until here.
    }

    /// <summary>Takes the bind, and answers the search with one message and the beginning of another, in one segment.</summary>
    private static async Task<Socket> ServeAsync(TcpListener listener, CancellationToken cancel)
    {
        (await listener.AcceptSocketAsync(cancel)).Dispose(); // The probe; the second one is libldap.
        var client = await listener.AcceptSocketAsync(cancel);
        var request = new byte[4096];
        await client.ReceiveAsync(request, cancel);
        await client.SendAsync(Bound, cancel);
        await client.ReceiveAsync(request, cancel);
        await client.SendAsync((byte[])[.. Entry, .. Entry[..6]], cancel);
        return client;
    }
}
