using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Automount.Maps;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Exports;

/// <summary>
/// Asks servers for many paths: one connection for each server, a few calls under way on each, and not more than <see cref="MaxPerSecond"/>
/// questions a second to any of them. What is kept is bounded: questions are read as they can be sent, and answers are handed on as they
/// come.
/// </summary>
/// <param name="resolver">Resolves the names of servers.</param>
/// <param name="timeout">How long resolving a name, connecting, and each reply may take.</param>
/// <param name="time">Clock.</param>
internal sealed class ExportSurvey(HostResolver resolver, TimeSpan timeout, TimeProvider time)
{
    /// <summary>A server is not asked more often than this. Linux's nfsd answers 20 times as many.</summary>
    public const int MaxPerSecond = 1000;

    /// <summary>As many questions are under way together.</summary>
    private const int MaxQuestions = 64;

    /// <summary>Asks all questions; the answers come in any order.</summary>
    /// <param name="questions">What to ask.</param>
    /// <param name="cancel">Ends the survey.</param>
    public async IAsyncEnumerable<(ExportLocation Location, ExportAnswer Answer)> RunAsync(
        IEnumerable<ExportLocation> questions, [EnumeratorCancellation] CancellationToken cancel)
    {
        var servers = new ConcurrentDictionary<(string Host, int Port), Lazy<Task<AskedServer>>>();
        var answers = Channel.CreateBounded<(ExportLocation, ExportAnswer)>(MaxQuestions);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var work = Task.Run(AskAllAsync, CancellationToken.None);
        try
        {
            await foreach (var answer in answers.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
            {
                yield return answer;
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var server in servers.Values)
            {
                await CloseAsync(server.Value).ConfigureAwait(false);
            }
        }

        async Task AskAllAsync()
        {
            try
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = MaxQuestions, CancellationToken = stop.Token };
                await Parallel.ForEachAsync(questions, options, async (location, token) =>
                {
                    var server = servers.GetOrAdd(
                        (location.Host, location.Port), key => new(() => OpenAsync(key.Host, key.Port, stop.Token)));
                    var answer = await (await server.Value.ConfigureAwait(false)).AskAsync(location, token).ConfigureAwait(false);
                    await answers.Writer.WriteAsync((location, answer), token).ConfigureAwait(false);
                }).ConfigureAwait(false);
            }
            finally
            {
                answers.Writer.Complete();
            }
        }
    }

    private async Task<AskedServer> OpenAsync(string host, int port, CancellationToken cancel)
    {
        var found = await resolver.ResolveAsync(host, timeout, cancel).ConfigureAwait(false);
        var exports = found.Addresses.Select(address => new ServerExports(new IPEndPoint(address, port), timeout, time));
        return new AskedServer([.. exports], found.Problem, time);
    }

    private static async Task CloseAsync(Task<AskedServer> opened)
    {
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully)
        {
            await opened.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>One host with all its addresses: the first one that answers stands for it, as for mount.nfs(8).</summary>
    private sealed class AskedServer(ServerExports[] addresses, string problem, TimeProvider time) : IAsyncDisposable
    {
        private readonly Pace pace = new(MaxPerSecond, time);

        public async Task<ExportAnswer> AskAsync(ExportLocation location, CancellationToken cancel)
        {
            var answer = new ExportAnswer(ExportOutcome.Unknown, "", problem);
            foreach (var address in addresses)
            {
                await pace.WaitAsync(cancel).ConfigureAwait(false);
                answer = await address.FindAsync(location.Versions, location.Path, cancel).ConfigureAwait(false);
                if (answer.Outcome != ExportOutcome.Unknown)
                {
                    break;
                }
            }

            return answer;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var address in addresses)
            {
                await address.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
