using System.Runtime.InteropServices;
using AgentTests.Support;
using AutomountAgent.Probe;
using AgentTests.Telemetry;
using AutomountAgent.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Probe;

/// <summary>
/// The real child process. Nothing runs at the same time, so that the children and descriptors of this process are those of one test.
/// </summary>
[CollectionDefinition(nameof(ProberTests), DisableParallelization = true)]
[Collection(nameof(ProberTests))]
public sealed partial class ProberTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("prober-");
    private readonly Counters counters = new();
    private readonly Prober prober;

    public ProberTests() => prober = New(TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        prober.Dispose();
        folder.Delete(recursive: true);
        await Patience.UntilAsync(() => Children().Count == 0);
    }

    [Fact]
    public async Task ItAnswersForADirectoryAFileAFifoAndNothing()
    {
        var file = Path.Combine(folder.FullName, "a b\tc\nd");
        File.WriteAllText(file, "");
        var fifo = Path.Combine(folder.FullName, "fifo");
        Assert.Equal(0, MakeFifo(fifo, 0x180));

        Assert.Equal("", (await AnswerAsync(folder.FullName)).Error);
        Assert.Equal("", (await AnswerAsync(file)).Error);
        Assert.Equal("", (await AnswerAsync(fifo)).Error);
        Assert.Equal("ENOENT", (await AnswerAsync(Path.Combine(folder.FullName, "missing"))).Error);
        Assert.Equal(4, counters.Of("automount_touches_total", "test"));
        Assert.Single(Children());
        Assert.Empty(counters.Series("automount_prober_restarts_total"));
    }

    [Fact]
    public async Task AChildThatDoesNotAnswerIsKilledAtTheDeadlineAndReplaced()
    {
        var descriptors = 0;
        for (var round = 0; round < 3; round++)
        {
            await AnswerAsync(folder.FullName);
            descriptors = round == 0 ? Descriptors() : descriptors;
            await Patience.UntilAsync(() => Descriptors() <= descriptors);
            await Patience.UntilAsync(() => Children().Count == 1);
            Kill(Assert.Single(Children()), Stop);

            var result = await ProbeAsync(folder.FullName, Short);

            Assert.Equal((ProbeOutcome.TimedOut, (ProbeAnswer?)null), (result.Outcome, result.Answer));
            Assert.InRange(result.Took, TimeSpan.Zero, Long);
            Assert.Equal(round + 1, counters.Of("automount_prober_restarts_total", "timeout"));
        }

        await AnswerAsync(folder.FullName);
        await Patience.UntilAsync(() => Descriptors() <= descriptors); // The old child's socket is closed a moment later.
        await Patience.UntilAsync(() => Children().Count == 1);
        await Patience.UntilAsync(() => counters.Of("automount_probers_abandoned") == 0);
    }

    [Fact]
    public async Task APathIsAskedForOnlyOnceAtATime()
    {
        await AnswerAsync(folder.FullName);
        Kill(Assert.Single(Children()), Stop);

        var first = ProbeAsync(folder.FullName, 2 * Short);
        var second = await ProbeAsync(folder.FullName, Short);

        Assert.Equal((ProbeOutcome.NotAsked, true), (second.Outcome, second.Detail.Contains("not made twice")));
        Assert.Equal(ProbeOutcome.TimedOut, (await first).Outcome);
        Assert.Equal(2, counters.Of("automount_touches_total", "test"));
    }

    [Fact]
    public async Task WhatIsUnderWayBesideACallThatHangsIsAskedAgainInTheNextChild()
    {
        await AnswerAsync(folder.FullName);
        Kill(Assert.Single(Children()), Stop);

        var hanging = ProbeAsync(folder.FullName, Short);
        var beside = await ProbeAsync("/", Long);

        Assert.Equal(ProbeOutcome.TimedOut, (await hanging).Outcome);
        Assert.Equal((ProbeOutcome.Answered, 0), (beside.Outcome, beside.Answer?.Errno));
        Assert.Equal(1, counters.Of("automount_prober_restarts_total", "timeout"));
    }

    [Fact]
    public async Task OneChildServesSeveralPathsAtOnce()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => ProbeAsync(Path.Combine(folder.FullName, $"{i}"), Long)));

        Assert.All(results, result => Assert.Equal("ENOENT", result.Answer?.Error));
        Assert.Single(Children());
    }

    [Fact]
    public async Task AChildThatDiedIsReplaced()
    {
        await AnswerAsync(folder.FullName);
        Kill(Assert.Single(Children()), 9);

        Assert.Equal(ProbeOutcome.NotAsked, (await ProbeAsync(folder.FullName, Long)).Outcome);
        Assert.Equal(1, counters.Of("automount_prober_restarts_total", "died"));
        await AnswerAsync(folder.FullName);
    }

    [Fact]
    public async Task AChildWithoutRequestsIsClosed()
    {
        var clock = new FakeTimeProvider();
        using var idle = New(clock);
        await idle.ProbeAsync(folder.FullName, "test", Long, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Single(Children());

        clock.Advance(TimeSpan.FromSeconds(1));
        await Patience.UntilAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Children().Count == 0;
        });
        Assert.Empty(counters.Series("automount_prober_restarts_total"));
        Assert.Equal(0, counters.Of("automount_probers_abandoned"));
    }

    [Fact]
    public async Task AProgramThatIsNoProberIsAReason()
    {
        using var missing = new Prober([Path.Combine(folder.FullName, "missing")], counters, TimeProvider.System);
        using var wrong = new Prober(["/bin/true"], counters, TimeProvider.System);
        using var mute = new Prober(["/bin/sleep", "60"], counters, TimeProvider.System);

        var results = await Task.WhenAll(((Prober[])[missing, wrong, mute]).Select(
            one => one.ProbeAsync("/", "test", 2 * Short, TestContext.Current.CancellationToken)));

        Assert.All(results, result => Assert.Equal(ProbeOutcome.NotAsked, result.Outcome));
        Assert.Contains("ENOENT", results[0].Detail);
        Assert.Contains("ended before it was ready", results[1].Detail);
        Assert.Contains("not ready within", results[2].Detail);
        Assert.Empty(counters.Series("automount_touches_total"));
    }

    [Fact]
    public async Task ACallerThatGivesUpLeavesNoChildInTheMiddleOfACall()
    {
        await AnswerAsync(folder.FullName);
        Kill(Assert.Single(Children()), Stop);
        using var cancel = new CancellationTokenSource(Short);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => prober.ProbeAsync("/", "test", Long, cancel.Token));

        await Patience.UntilAsync(() => Children().Count == 0);
        await AnswerAsync(folder.FullName);
    }

    [Fact]
    public async Task TheChildKnowsNothingOfTheAgentsServiceManager()
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", "/run/x");
        Environment.SetEnvironmentVariable("WATCHDOG_USEC", "1");
        try
        {
            await AnswerAsync(folder.FullName);
            var environment = File.ReadAllText($"/proc/{Assert.Single(Children())}/environ").Split('\0');

            Assert.DoesNotContain(environment, entry => entry.StartsWith("NOTIFY_SOCKET=") || entry.StartsWith("WATCHDOG_"));
            Assert.Contains(environment, entry => entry.StartsWith("PATH="));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("WATCHDOG_USEC", null);
        }
    }

    [Fact]
    public async Task ATrapThatNobodyServesHangsTheChildAndNotTheAgent()
    {
        using var trap = AutofsTrap.TryMount(folder.CreateSubdirectory("trap").FullName);
        Assert.SkipWhen(trap is null, "Mounting autofs needs root and a kernel that has it.");

        Assert.Equal(ProbeAnswer.Autofs, (await AnswerAsync(trap.Path)).FileSystemType);
        Assert.Equal(ProbeOutcome.TimedOut, (await ProbeAsync(Path.Combine(trap.Path, "key"), Short)).Outcome);
        Assert.Equal(ProbeOutcome.TimedOut, (await ProbeAsync(Path.Combine(trap.Path, "key"), 4 * Short)).Outcome);
        await Patience.UntilAsync(() => Children().Count == 0);
        await Patience.UntilAsync(() => counters.Of("automount_probers_abandoned") == 0);
        await AnswerAsync(folder.FullName);
    }

    /// <summary>It spins instead of answering: ready to run, and not in a call. Nothing is known of the path then.</summary>
    [Fact]
    public async Task AChildThatHasNoProcessorSaysNothingOfThePath()
    {
        using var starved = new Prober(["/bin/sh", "-c", "echo ready; while :; do :; done"], counters, TimeProvider.System);

        var result = await starved.ProbeAsync(folder.FullName, "test", Short, TestContext.Current.CancellationToken);

        Assert.Equal(ProbeOutcome.NotAsked, result.Outcome);
        Assert.Contains("no processor time", result.Detail);
        Assert.Equal(1, counters.Of("automount_prober_restarts_total", "starved"));
    }

    /// <summary>A call that was made a moment before the deadline has not hung: it gets half a deadline of its own.</summary>
    [Fact]
    public async Task ACallInAChildThatWasReadyLateGetsTimeOfItsOwn()
    {
        var deadline = TimeSpan.FromSeconds(4);
        using var late = new Prober(["/bin/sh", "-c", "sleep 3; echo ready; exec sleep 60"], counters, TimeProvider.System);

        var result = await late.ProbeAsync(folder.FullName, "test", deadline, TestContext.Current.CancellationToken);

        Assert.Equal(ProbeOutcome.TimedOut, result.Outcome);
        Assert.Contains("did not return", result.Detail);
        Assert.InRange(result.Took, TimeSpan.FromSeconds(5), Long);
    }

    [Fact]
    public async Task TriggerOnceSaysWhatIsThere()
    {
        var trigger = await TriggerOnce.RunAsync(
            prober.ProbeAsync, Path.Combine(folder.FullName, "x"), Long, TestContext.Current.CancellationToken);

        Assert.False(trigger.Mounted);
        Assert.Contains("ENOENT", trigger.Message);
        Assert.Equal(1, counters.Of("automount_touches_total", "trigger"));
    }

    private const int Stop = 19;

    private Prober New(TimeProvider time) => new([Path.Combine(AppContext.BaseDirectory, "automount-agent"), "prober"], counters, time);

    private Task<ProbeResult> ProbeAsync(string path, TimeSpan deadline) =>
        prober.ProbeAsync(path, "test", deadline, TestContext.Current.CancellationToken);

    private async Task<ProbeAnswer> AnswerAsync(string path)
    {
        var result = await ProbeAsync(path, Long);
        Assert.Equal("", result.Detail);
        return result.Answer!;
    }

    /// <summary>Probers of this process, zombies included.</summary>
    private static List<int> Children()
    {
        var children = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var pid) && pid != Environment.ProcessId)
            {
                try
                {
                    var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                    var name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
                    var parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
                    if (parent == Environment.ProcessId && name.StartsWith("automount-agent"))
                    {
                        children.Add(pid);
                    }
                }
                catch (IOException)
                {
                    // It ended in the meantime.
                }
            }
        }

        return children;
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
