using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Servers;

/// <summary>The addresses of a host, or why there are none.</summary>
/// <param name="Addresses">At most eight addresses, in the resolver's order; empty when there is a problem.</param>
/// <param name="Problem">Why the name does not resolve, one sentence; empty when it does.</param>
internal sealed record Resolution(ImmutableArray<IPAddress> Addresses, string Problem);

/// <summary>
/// Resolves host names within a deadline. getaddrinfo(3) cannot be cancelled and blocks a thread of the pool for as long as DNS is silent,
/// so there is at most one look-up per name and eight in all; one that comes late fills the cache for the next caller. Thread-safe.
/// </summary>
internal sealed class HostResolver(TimeProvider time)
{
    private const int MaximumAddresses = 8;

    /// <summary>How long addresses are believed: short enough to follow a failover, long enough not to ask DNS in every round.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, (Resolution Found, long At)> cache = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task<Resolution>> outstanding = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim slots = new(8);

    /// <summary>
    /// Resolves a name or an address literal, also an IPv6 one in brackets. Throws only when <paramref name="cancel"/> is set.
    /// </summary>
    public async Task<Resolution> ResolveAsync(string host, TimeSpan timeout, CancellationToken cancel)
    {
        if (HostAddress.Parse(host) is { } address)
        {
            return new([address], "");
        }

        // getaddrinfo("") would give this node's own addresses.
        if (host.Length == 0)
        {
            return new([], "The host name is empty.");
        }

        if (cache.TryGetValue(host, out var known) && time.GetElapsedTime(known.At) < Keep)
        {
            return known.Found;
        }

        try
        {
            return await LookUpOnce(host).WaitAsync(timeout, time, cancel);
        }
        catch (TimeoutException)
        {
            return new([], $"The resolver did not answer within {timeout.TotalSeconds:0.#} s.");
        }
    }

    private Task<Resolution> LookUpOnce(string host)
    {
        lock (outstanding)
        {
            if (!outstanding.TryGetValue(host, out var task))
            {
                // Task.Run: the look-up must not end, and remove itself, before it is in the table.
                outstanding[host] = task = Task.Run(() => LookUpAsync(host));
            }

            return task;
        }
    }

    private async Task<Resolution> LookUpAsync(string host)
    {
        await slots.WaitAsync();
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host);
            var found = new Resolution([.. addresses.Distinct().Take(MaximumAddresses)], addresses.Length > 0 ? "" : "The name has no address.");
            Remember(host, found);
            return found;
        }
        catch (SocketException failure)
        {
            return new([], failure.SocketErrorCode == SocketError.TryAgain
                ? "The resolver failed for now (EAI_AGAIN); DNS may be down."
                : $"The name does not resolve ({failure.SocketErrorCode}).");
        }
        catch (ArgumentException)
        {
            return new([], "This is not a valid host name.");
        }
        finally
        {
            slots.Release();
            lock (outstanding)
            {
                outstanding.Remove(host);
            }
        }
    }

    private void Remember(string host, Resolution found)
    {
        if (found.Addresses.IsEmpty)
        {
            return;
        }

        foreach (var (name, entry) in cache)
        {
            if (time.GetElapsedTime(entry.At) >= Keep)
            {
                cache.TryRemove(name, out _);
            }
        }

        cache[host] = (found, time.GetTimestamp());
    }
}
