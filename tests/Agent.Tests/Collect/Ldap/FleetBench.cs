using System.Diagnostics;
using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// Many nodes against one server, in one process: each is the observer of the daemon, on a clock of its own. For tests/bench/ldap, which
/// says where the server is and counts at the server; skipped otherwise.
/// </summary>
public sealed class FleetBench
{
    [Fact]
    public async Task ManyNodesAskOneServer()
    {
        var uri = Environment.GetEnvironmentVariable("BENCH_LDAP_URI");
        Assert.SkipWhen(uri is null, "a measurement, run by tests/bench/ldap");
        int Number(string name, int otherwise) =>
            int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;
        var nodes = Number("BENCH_LDAP_NODES", 1000);
        var interval = Number("BENCH_LDAP_INTERVAL", 60);
        var rounds = Number("BENCH_LDAP_ROUNDS", 3);
        var settings = new Settings { LdapInterval = TimeSpan.FromSeconds(interval) };
        var domain = DirectoryRead.At(uri!, PrivateSlapd.Suffix) with { GuessSchema = false, Schema = AutofsSchema.Rfc2307Bis };
        var failures = 0;

        async Task NodeAsync()
        {
            using var observer = new DirectoryCollector(
                () => new SssdConfiguration([], [domain], [], null), settings, new(), TimeProvider.System);
            await Task.Delay(TimeSpan.FromSeconds(Random.Shared.NextDouble() * interval));
            for (var i = 0; i <= rounds; i++)
            {
                var directory = (await observer.CollectAsync(NodeState.Empty, CancellationToken.None)).Domains[0];
                _ = directory.Outcome == DirectoryOutcome.Answered ? 0 : Interlocked.Increment(ref failures);
                await Task.Delay(TimeSpan.FromSeconds(interval * (0.9 + (0.2 * Random.Shared.NextDouble()))));
            }
        }

        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => Task.Run(NodeAsync)));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{nodes} nodes, {rounds + 1} rounds each in {clock.Elapsed.TotalSeconds:0} s, {failures} without an answer");
        Assert.Equal(0, failures);
    }
}
