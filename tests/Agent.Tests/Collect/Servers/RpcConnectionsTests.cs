using System.Net;
using System.Net.Sockets;
using AutomountAgent.Collect.Servers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Collect.Servers;

public sealed class RpcConnectionsTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly RpcConnections connections;

    public RpcConnectionsTests() => connections = new(clock);

    public void Dispose() => connections.Dispose();

    [Fact]
    public void AConnectionIsHandedOutOnce()
    {
        using var socket = Open();
        connections.Keep(Endpoint(1), socket);

        Assert.Same(socket, connections.Take(Endpoint(1)));
        Assert.Null(connections.Take(Endpoint(1)));
    }

    /// <summary>Two callers at once each open one: the second is closed.</summary>
    [Fact]
    public void OneConnectionIsKeptForEachEndpoint()
    {
        var (first, second) = (Open(), Open());
        connections.Keep(Endpoint(1), first);
        connections.Keep(Endpoint(1), second);

        Assert.Equal((1, false, true), (connections.Count, IsClosed(first), IsClosed(second)));
    }

    [Fact]
    public void TheirNumberIsBounded()
    {
        var sockets = Enumerable.Range(1, RpcConnections.MaxKept + 1).Select(_ => Open()).ToList();
        foreach (var (i, socket) in sockets.Index())
        {
            connections.Keep(Endpoint(i + 1), socket);
        }

        Assert.Equal(RpcConnections.MaxKept, connections.Count);
        Assert.True(IsClosed(sockets[^1]));
    }

    [Fact]
    public void WhatIsNotUsedIsClosed()
    {
        var (old, young) = (Open(), Open());
        connections.Keep(Endpoint(1), old);
        clock.Advance(RpcConnections.MaxIdle / 2);
        connections.Keep(Endpoint(2), young);
        clock.Advance(RpcConnections.MaxIdle / 2);

        Assert.Null(connections.Take(Endpoint(1)));
        Assert.Equal((1, true, false), (connections.Count, IsClosed(old), IsClosed(young)));
    }

    [Fact]
    public void AfterTheEndNothingIsKept()
    {
        var (kept, late) = (Open(), Open());
        connections.Keep(Endpoint(1), kept);

        connections.Dispose();
        connections.Keep(Endpoint(2), late);

        Assert.Equal((0, true, true), (connections.Count, IsClosed(kept), IsClosed(late)));
    }

    private static Socket Open() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static bool IsClosed(Socket socket) => socket.SafeHandle.IsClosed;

    private static IPEndPoint Endpoint(int port) => new(IPAddress.Loopback, port);
}
