using System.Diagnostics;
using System.Net.Sockets;
using Automount.Configuration;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>What one answer may cost, in time, entries and bytes, whatever the server sends.</summary>
public sealed class BoundsTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(0.8);

    [Fact]
    public async Task AnEntryNowAndThenIsNoAnswer()
    {
        using var server = new EndlessServer(async (message, stream, cancel) =>
        {
            for (var i = 0; ; i++)
            {
                await stream.WriteAsync(EndlessServer.Entry(message, $"k{i}", "h:/x"), cancel);
                await Task.Delay(50, cancel);
            }
        });
        var clock = Stopwatch.StartNew();
        var directory = await LookAsync(server, Timeout);

        Assert.Equal((DirectoryOutcome.NoAnswer, "no complete answer to a search within 12 s"), (directory.Outcome, directory.Detail));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    /// <summary>The first domain answers when the second one was asked: one after the other, it never would.</summary>
    [Fact]
    public async Task DomainsAreAskedTogether()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var waits = new EndlessServer(async (_, _, cancel) => await asked.Task.WaitAsync(cancel));
        using var other = new EndlessServer((_, _, _) =>
        {
            asked.TrySetResult();
            return Task.CompletedTask;
        });
        var domains = new[] { waits, other }.Select((server, i) =>
            DirectoryRead.At(server.Uri, "dc=example,dc=com") with { Name = $"domain{i}", GuessSchema = false });
        using var collector = new DirectoryCollector(
            () => new SssdConfiguration([], [.. domains], [], null),
            new() { LdapTimeout = TimeSpan.FromSeconds(5) },
            new(),
            TimeProvider.System);

        var seen = await collector.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken);

        Assert.Equal([DirectoryOutcome.Answered, DirectoryOutcome.Answered], seen.Domains.Select(domain => domain.Outcome));
    }

    [Fact]
    public async Task EntriesWithoutEndAreNotTaken()
    {
        using var server = new EndlessServer(async (message, stream, cancel) =>
        {
            var some = Enumerable.Range(0, 1000).SelectMany(_ => EndlessServer.Entry(message, "", "")).ToArray();
            while (true)
            {
                await stream.WriteAsync(some, cancel);
            }
        });
        var directory = await LookAsync(server, TimeSpan.FromSeconds(10));

        Assert.Equal((DirectoryOutcome.TooLarge, "the maps have more than 500000 entries"), (directory.Outcome, directory.Detail));
        Assert.Equal("directory/too-large", Assert.Single(DirectoryRules.Judge(directory)).Kind.Code);
    }

    [Fact]
    public async Task AValueOfHundredsOfMegabytesIsNotTaken()
    {
        var sent = 0L;
        using var server = new EndlessServer(async (message, stream, cancel) =>
        {
            await stream.WriteAsync(Huge(message), cancel);
            for (var part = new byte[65536]; sent < 300_000_000; sent += part.Length)
            {
                await stream.WriteAsync(part, cancel);
            }
        });
        var directory = await LookAsync(server, TimeSpan.FromSeconds(10));

        Assert.Equal((DirectoryOutcome.TooLarge, "one answer is larger than 16 MiB"), (directory.Outcome, directory.Detail));
        Assert.True(sent < 100_000_000, $"{sent}");
    }

    [Fact]
    public async Task WhatAServerSaysIsCut()
    {
        using var server = new EndlessServer(
            async (message, stream, cancel) => await stream.WriteAsync(EndlessServer.Refusal(message, new('x', 1_000_000)), cancel));
        var directory = await LookAsync(server, TimeSpan.FromSeconds(10));

        Assert.Equal(DirectoryOutcome.Failed, directory.Outcome);
        Assert.Contains("(code 80): xxx", directory.Detail, StringComparison.Ordinal);
        Assert.True(directory.Detail.Length < 1000, $"{directory.Detail.Length}");
    }

    /// <summary>The head of an entry whose value has 300 MB.</summary>
    private static byte[] Huge(int message) =>
        [0x30, 0x84, 0x12, 0, 0, 0, 0x02, 0x01, (byte)message, 0x64, 0x84, 0x11, 0xff, 0xff, 0, 0x04, 0x84, 0x11, 0xff, 0xfe, 0];

    private static async Task<DomainDirectory> LookAsync(EndlessServer server, TimeSpan timeout)
    {
        var domain = DirectoryRead.At(server.Uri, "dc=example,dc=com") with { GuessSchema = false };
        var settings = new Settings { LdapTimeout = timeout };
        using var collector = new DirectoryCollector(
            () => new SssdConfiguration([], [domain], [], null), settings, new(), TimeProvider.System);
        return Assert.Single((await collector.CollectAsync(NodeState.Empty, TestContext.Current.CancellationToken)).Domains);
    }
}
