using System.Collections.Immutable;
using AutomountAgent.Chain;
using AutomountAgent.Configuration;
using AutomountAgent.Native;
using AutomountAgent.Observe.Sssd;

namespace AutomountAgent.Observe.Directory;

/// <summary>Looks at the directories behind sssd's domains with sssd's own settings.</summary>
/// <param name="configuration">Reads sssd's configuration.</param>
/// <param name="settings">Interval and timeout.</param>
/// <param name="time">Clock.</param>
public sealed class DirectoryObserver(Func<SssdConfiguration> configuration, Settings settings, TimeProvider time) : IDisposable
{
    /// <summary>How many times the timeout a full read may take: one answer may be slow, the sum of many must end too.</summary>
    private const int FullReadBudget = 6;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // All of libldap on one thread: its options are library-wide, and a call cannot be cancelled.
    private readonly CallThread ldap = new("libldap", time);
    private readonly double jitter = 0.9 + (0.2 * Random.Shared.NextDouble());

    /// <summary>Asks every domain once.</summary>
    /// <param name="state">The state so far: its directory says what was read before.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<DirectoryView> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        var sssd = configuration();
        var domains = ImmutableArray.CreateBuilder<DomainDirectory>(sssd.Domains.Length);
        foreach (var domain in sssd.Domains)
        {
            var previous = state.Directory?.Seen?.Domains.FirstOrDefault(d => d.Domain == domain.Name);
            domains.Add(await LookAsync(domain, previous, sssd.ChangedAt, cancel).ConfigureAwait(false));
        }

        return new DirectoryView(domains.ToImmutable());
    }

    /// <summary>Ends the thread, once it is idle.</summary>
    public void Dispose() => ldap.Dispose();

    private async Task<DomainDirectory> LookAsync(
        SssdDomainSettings domain, DomainDirectory? previous, DateTimeOffset? changedAt, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var isFull = ReadPlan.IsFullReadDue(previous, domain.MasterMap, changedAt, settings.LdapInterval, jitter, now);
        var servers = ImmutableArray.CreateBuilder<DirectoryServer>();
        var answer = new LdapAnswer(DirectoryOutcome.Failed, "no server is configured", "", []);
        foreach (var uri in domain.Uris)
        {
            var start = time.GetTimestamp();
            answer = await AskAsync(domain, uri, isFull, cancel).ConfigureAwait(false);
            servers.Add(new DirectoryServer(uri, answer.Outcome, answer.Detail, time.GetElapsedTime(start)));
            if (HasAnswered(answer.Outcome))
            {
                break;
            }
        }

        var searchBase = answer.SearchBase.Length > 0 ? answer.SearchBase : domain.SearchBases.FirstOrDefault()?.Dn ?? "";
        var isWell = answer.Outcome == DirectoryOutcome.Answered;
        return new DomainDirectory(
            domain.Name,
            searchBase,
            domain.MasterMap,
            servers.ToImmutable(),
            answer.Outcome,
            isWell && !isFull ? previous!.Detail : answer.Detail,
            !isWell ? [] : isFull ? answer.Maps : previous!.Maps,
            !isWell ? null : isFull ? now : previous!.MapsReadAt);
    }

    private async Task<LdapAnswer> AskAsync(SssdDomainSettings domain, string text, bool isFull, CancellationToken cancel)
    {
        if (!LdapUri.TryParse(text, out var uri))
        {
            var reason = text == "_srv_" ? "finding LDAP servers by DNS (_srv_) is not supported yet" : "only ldap:// and ldaps:// can be asked";
            return new LdapAnswer(DirectoryOutcome.Failed, reason, "", []);
        }

        if (domain.SaslMechanism is { } mechanism)
        {
            return new LdapAnswer(DirectoryOutcome.Failed, $"SASL {Printable.Escape(mechanism, 32)} is not supported yet", "", []);
        }

        if (domain.BindProblem is { } problem)
        {
            return new LdapAnswer(DirectoryOutcome.Failed, problem, "", []);
        }

        var (connected, detail) = await TcpProbe.ConnectAsync(uri.Host, uri.Port, settings.LdapTimeout, time, cancel).ConfigureAwait(false);
        if (connected != DirectoryOutcome.Answered)
        {
            return new LdapAnswer(connected, detail, "", []);
        }

        var budget = isFull ? settings.LdapTimeout * FullReadBudget : settings.LdapTimeout;
        try
        {
            return await ldap.RunAsync(() => Ask(domain, uri, isFull, budget), budget + Grace, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or CallOutstandingException)
        {
            return new LdapAnswer(DirectoryOutcome.NoAnswer, e.Message, "", []);
        }
    }

    private LdapAnswer Ask(SssdDomainSettings domain, LdapUri uri, bool isFull, TimeSpan budget)
    {
        using var session = new LdapSession(uri, domain, settings.LdapTimeout, budget, time);
        try
        {
            return isFull ? LdapReader.ReadAll(session, domain) : LdapReader.Probe(session, domain);
        }
        catch (Exception e) when (LdapFailure.IsExpected(e))
        {
            var (outcome, detail) = LdapFailure.Of(e, session.Stage, uri.IsTls, session.Elapsed >= settings.LdapTimeout * 0.9);
            return new LdapAnswer(outcome, detail, "", []);
        }
    }

    /// <summary>Whether a server is alive and speaks for the directory: the next one would say the same.</summary>
    private static bool HasAnswered(DirectoryOutcome outcome) => outcome
        is DirectoryOutcome.Answered or DirectoryOutcome.BaseMissing or DirectoryOutcome.MapMissing or DirectoryOutcome.SizeLimit;
}
