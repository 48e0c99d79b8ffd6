using System.Collections.Immutable;
using System.Net;
using AutomountPackaging.Fleet;

namespace AutomountPackaging.Cluster;

/// <summary>Asks Thanos Querier, or a Prometheus, the instant queries of its HTTP API.</summary>
/// <param name="client">With a token that Thanos takes.</param>
/// <param name="address">Where it is; <c>api/v1/query</c> is below.</param>
internal sealed class QueryClient(HttpsClient client, Uri address)
{
    // Thanos evaluates as many of one caller without trouble; there are a dozen.
    private const int MaxConcurrent = 4;

    /// <summary>The answers, by the name of the query.</summary>
    /// <exception cref="ClusterException">One of them is not answered.</exception>
    public async Task<ImmutableDictionary<string, QueryAnswer>> AskAsync(
        IEnumerable<FleetQuery> queries, CancellationToken cancel)
    {
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<string, QueryAnswer>();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrent, CancellationToken = cancel };
        await Parallel.ForEachAsync(queries, limit, async (query, stop) => answers[query.Name] = await AskAsync(query.Expression, stop));
        return answers.ToImmutableDictionary();
    }

    /// <summary>With GET, for which the right to get suffices.</summary>
    private async Task<QueryAnswer> AskAsync(string expression, CancellationToken cancel)
    {
        var query = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/api/v1/query?query={Uri.EscapeDataString(expression)}");
        var (status, body) = await client.GetAsync(query, cancel);
        return status switch
        {
            HttpStatusCode.OK => QueryAnswer.Read(body)
                ?? throw new ClusterException($"{address} answers no query: is it a Thanos Querier or a Prometheus?"),
            HttpStatusCode.Unauthorized => throw new ClusterException($"{address} does not take the token: log in again with oc login"),
            HttpStatusCode.Forbidden => throw new ClusterException(
                $"{address} refuses the user of the token: it needs the ClusterRole cluster-monitoring-view"),
            _ => throw new ClusterException($"{address} answers {(int)status} to a query: {QueryAnswer.ErrorOf(body)}"),
        };
    }
}
