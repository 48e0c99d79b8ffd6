using Automount.Configuration;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Ldap;

/// <summary>Looks at the directories behind sssd's domains with sssd's own settings.</summary>
/// <param name="configuration">Reads sssd's configuration.</param>
/// <param name="settings">Interval and timeout.</param>
/// <param name="counters">Counts calls that do not return.</param>
/// <param name="time">Clock.</param>
internal sealed class DirectoryCollector(
    Func<SssdConfiguration> configuration, Settings settings, Counters counters, TimeProvider time) : IDisposable
{
    /// <summary>How many times the timeout a full read may take: each page may be slow, the sum of many must end too.</summary>
    private const int FullReadBudget = 15;

    private readonly Dictionary<string, DomainReader> readers = [];
    private SssdConfiguration? current;

    /// <summary>How long a look may take: a full read from a slow server, after others have not answered.</summary>
    public static TimeSpan Deadline(Settings settings) => (FullReadBudget + 5) * settings.LdapTimeout;

    /// <summary>Asks every domain once.</summary>
    /// <param name="state">Whether sssd is online with a domain.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<DirectorySnapshot> CollectAsync(NodeState state, CancellationToken cancel)
    {
        var sssd = configuration();
        if (IsOther(sssd))
        {
            Dispose();
            current = sssd;
        }

        // Together: each has a thread of its own, and one that is slow must not use up the time of the others.
        var polls = current!.Domains.Select(domain => Reader(domain).PollAsync(IsOnline(state, domain), progress: null, cancel));
        return new DirectorySnapshot([.. await Task.WhenAll(polls).ConfigureAwait(false)]);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var reader in readers.Values)
        {
            reader.Dispose();
        }

        readers.Clear();
    }

    private DomainReader Reader(SssdDomainSettings domain)
    {
        if (!readers.TryGetValue(domain.Name, out var reader))
        {
            var budget = settings.LdapTimeout * FullReadBudget;
            reader = new DomainReader(domain, settings.LdapInterval, settings.LdapTimeout, budget, counters, time);
            readers.Add(domain.Name, reader);
        }

        return reader;
    }

    private static bool IsOnline(NodeState state, SssdDomainSettings domain) =>
        state.Sssd?.Seen?.Domains.Any(d => d.Name == domain.Name && d.Online == true) == true;

    /// <summary>
    /// The configuration is read anew for every look; it is another one when a file has changed, or the same file says something else.
    /// </summary>
    private bool IsOther(SssdConfiguration sssd) =>
        current is null
            || sssd.ChangedAt != current.ChangedAt
            || !sssd.Domains.Select(d => d.Name).SequenceEqual(current.Domains.Select(d => d.Name))
            || !sssd.Domains.Select(d => d.StartTls).SequenceEqual(current.Domains.Select(d => d.StartTls))
            || (sssd.ChangedAt is null && !sssd.Domains.SequenceEqual(current.Domains));
}
