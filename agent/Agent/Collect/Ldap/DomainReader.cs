using System.Collections.Immutable;
using System.Net;
using AutomountAgent.Interop;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// Polls the directory of one sssd domain: keeps one connection and the maps that it read, and reads them again when
/// <see cref="DirectorySchedule"/> says so. Polls must not overlap. The connection is opened, used and closed on one thread of its own, and
/// what is remembered changes between those calls only. At its deadline the connection is cut, which ends the call; a thread that does not
/// come back even so is given up, and the next server is asked on another.
/// </summary>
/// <param name="domain">What sssd.conf says of the domain.</param>
/// <param name="interval">The interval of the polls.</param>
/// <param name="timeout">For opening a connection, and for the first message of each answer.</param>
/// <param name="budget">For all answers of a full read together.</param>
/// <param name="counters">Counts threads that are given up.</param>
/// <param name="time">Clock.</param>
internal sealed class DomainReader(
    SssdDomainSettings domain, TimeSpan interval, TimeSpan timeout, TimeSpan budget, Counters counters, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly DirectorySchedule schedule = new(interval, Random.Shared.NextDouble());
    private LdapThread thread = new(counters, time);
    private LdapSession? session;
    private DirectoryMemory memory = new(domain.Schema);
    private (ImmutableArray<string> Servers, DateTimeOffset Until) discovered = ([], DateTimeOffset.MinValue);

    /// <summary>Asks the servers in turn until one answers. It does not throw for anything that a server does.</summary>
    /// <param name="isOnline">Whether sssd says that it reaches the domain.</param>
    /// <param name="progress">Receives how many entries a full read has brought so far.</param>
    /// <param name="cancel">Ends the poll.</param>
    public async Task<DomainDirectory> PollAsync(bool isOnline, IProgress<int>? progress, CancellationToken cancel)
    {
        var servers = ImmutableArray.CreateBuilder<DirectoryServer>();
        var answer = new LdapAnswer(DirectoryOutcome.Failed, "no server is configured");
        foreach (var entry in domain.Uris)
        {
            var (uris, problem) = entry == "_srv_" ? await DiscoverAsync(cancel).ConfigureAwait(false) : ([entry], null);
            if (problem is not null)
            {
                answer = problem;
                servers.Add(new DirectoryServer(entry, answer.Outcome, answer.Detail));
            }

            foreach (var uri in uris)
            {
                answer = await AskAsync(uri, isOnline, progress, cancel).ConfigureAwait(false);
                servers.Add(new DirectoryServer(uri, answer.Outcome, answer.Detail));
                if (answer.Outcome.IsFinal)
                {
                    return Result(answer, servers.ToImmutable());
                }
            }
        }

        return Result(answer, servers.ToImmutable());
    }

    /// <summary>Closes the connection and ends the thread, once it is idle.</summary>
    public void Dispose()
    {
        Retire();
        thread.Dispose();
    }

    private DomainDirectory Result(LdapAnswer answer, ImmutableArray<DirectoryServer> servers)
    {
        var searchBase = answer.SearchBase.Length > 0 ? answer.SearchBase : domain.SearchBases.FirstOrDefault()?.Dn ?? "";
        if (answer.Outcome == DirectoryOutcome.Answered && memory.Copy is { } copy)
        {
            return new DomainDirectory(
                domain.Name, searchBase, domain.MasterMap, servers, answer.Outcome, answer.Detail, copy.Maps, copy.ReadAt)
            {
                Schema = memory.Schema,
                MapsCurrentAt = copy.CurrentAt,
                Duplicates = copy.Duplicates,
                PageProblem = memory.PageProblem,
            };
        }

        if (memory.Copy?.Read is null || answer.Outcome.IsFinal)
        {
            memory = memory with { Copy = null }; // Without a change token nobody knows what happens while the server is away.
        }

        return new DomainDirectory(domain.Name, searchBase, domain.MasterMap, servers, answer.Outcome, answer.Detail, [], null)
        {
            Schema = memory.Schema,
        };
    }

    private async Task<(ImmutableArray<string> Uris, LdapAnswer? Problem)> DiscoverAsync(CancellationToken cancel)
    {
        if (time.GetUtcNow() < discovered.Until)
        {
            return (discovered.Servers, null);
        }

        try
        {
            FreeThread();
            var found = await thread.RunAsync(() => ServerDiscovery.Find(domain, Dns.GetHostName()), timeout, cancel).ConfigureAwait(false);
            discovered = (found, time.GetUtcNow() + domain.ConnectionLifetime);
            return (found, null);
        }
        catch (Exception e) when (e is LdapError or TimeoutException)
        {
            return ([], new LdapAnswer(DirectoryOutcome.Unresolvable, e.Message));
        }
        catch (DllNotFoundException)
        {
            return ([], new LdapAnswer(DirectoryOutcome.Failed, "OpenLDAP's libldap is not installed"));
        }
    }

    private async Task<LdapAnswer> AskAsync(string text, bool isOnline, IProgress<int>? progress, CancellationToken cancel)
    {
        if (!LdapUri.TryParse(text, out var uri))
        {
            return new LdapAnswer(DirectoryOutcome.Failed, "only ldap://, ldaps:// and ldapi:// can be asked");
        }

        if (domain.BindProblem is { } problem)
        {
            return new LdapAnswer(DirectoryOutcome.Failed, problem);
        }

        LdapAnswer? late = null;
        if (session is { } kept && kept.Uri == uri && kept.Age < domain.ConnectionLifetime)
        {
            late = await UseAsync(kept, isNew: false, progress, cancel).ConfigureAwait(false);
            if (late is { Outcome: not DirectoryOutcome.NoAnswer })
            {
                return late;
            }
        }

        var way = await ReachAsync(uri, cancel).ConfigureAwait(false); // Where it said nothing: is it the server, or the way to it?
        if (way.Outcome != DirectoryOutcome.Answered)
        {
            return new LdapAnswer(way.Outcome, way.Detail);
        }

        if (late is not null)
        {
            return late;
        }

        var answer = await OpenAsync(uri, way.Address, domain, progress, cancel).ConfigureAwait(false);
        if (answer.Outcome != DirectoryOutcome.TlsFailed || uri.IsTls || !domain.IsStartTlsDefault)
        {
            return answer;
        }

        // Where sssd's default is not known, that it is online shows that it goes without TLS. Nothing else does.
        return domain.StartTls is null && isOnline
            ? await OpenAsync(uri, way.Address, domain with { StartTls = false }, progress, cancel).ConfigureAwait(false)
            : answer with { Detail = $"{answer.Detail}; {StartTlsReason(domain)}" };
    }

    private static string StartTlsReason(SssdDomainSettings domain) => domain.StartTls is null
        ? "ldap_id_use_start_tls is not set, and the default of the installed sssd is not known"
        : "ldap_id_use_start_tls is not set, and the installed sssd asks for StartTLS by default";

    private async Task<TcpAnswer> ReachAsync(LdapUri uri, CancellationToken cancel) => uri.IsLocal
        ? new TcpAnswer(DirectoryOutcome.Answered, "")
        : await TcpProbe.ConnectAsync(uri.Host, uri.Port, timeout, time, cancel).ConfigureAwait(false);

    private async Task<LdapAnswer> OpenAsync(
        LdapUri uri, IPAddress? address, SssdDomainSettings with, IProgress<int>? progress, CancellationToken cancel)
    {
        Retire();
        var fresh = new LdapSession(uri, address, with, timeout, time);
        Interlocked.Exchange(ref session, fresh);
        return (await UseAsync(fresh, isNew: true, progress, cancel).ConfigureAwait(false))!;
    }

    /// <summary>Polls over one connection.</summary>
    /// <returns>The answer; null when the server has closed the connection in the meantime, as servers may.</returns>
    private async Task<LdapAnswer?> UseAsync(LdapSession used, bool isNew, IProgress<int>? progress, CancellationToken cancel)
    {
        var poll = new DirectoryPoll(used, domain, schedule, time);
        var known = memory;
        try
        {
            var result = await CallAsync(() => poll.Check(known, isNew), 2 * timeout).ConfigureAwait(false);
            if (result.IsReadDue)
            {
                var (due, token) = (result.Memory, result.Token);
                result = await CallAsync(() => poll.ReadMaps(due, token, progress, budget), budget).ConfigureAwait(false);
            }

            memory = result.Memory;
            if (result.IsClosed)
            {
                Retire();
            }

            return result.Answer;
        }
        catch (TimeoutException)
        {
            Retire();
            return used.Stage == LdapStage.Kerberos
                ? new LdapAnswer(DirectoryOutcome.KerberosFailed, "no answer from the KDC in time")
                : new LdapAnswer(DirectoryOutcome.NoAnswer, used.Late ?? used.Overdue(2 * timeout));
        }
        catch
        {
            used.Cut(); // The call may still run: this connection must not be used besides.
            Retire();
            throw;
        }

        Task<PollResult> CallAsync(Func<PollResult> call, TimeSpan limit)
        {
            FreeThread();
            return thread.RunAsync(() => Guard(used, isNew, known, call, limit), limit + Grace, cancel);
        }
    }

    /// <summary>
    /// Runs on the thread: ends the call at its deadline, turns what libldap throws into an answer, and closes connections that are of no
    /// use any more.
    /// </summary>
    private PollResult Guard(LdapSession used, bool isNew, DirectoryMemory known, Func<PollResult> call, TimeSpan limit)
    {
        var start = time.GetTimestamp();
        using var end = used.Limit(limit);
        try
        {
            return call();
        }
        catch (LdapError e) when (!isNew && e.Code == LdapError.ServerDown && used.Late is null)
        {
            used.Dispose();
            return new PollResult(known, null) { IsClosed = true };
        }
        catch (Exception e) when (LdapFailure.IsExpected(e))
        {
            used.Dispose();
            var (outcome, detail) = LdapFailure.Of(e, used, isSlow: time.GetElapsedTime(start) >= timeout * 0.9);
            return new PollResult(known, new LdapAnswer(outcome, detail)) { IsClosed = true };
        }
    }

    /// <summary>A call that has not returned, although its time is up and its connection was cut, keeps its thread.</summary>
    private void FreeThread()
    {
        if (!thread.IsFree)
        {
            thread.GiveUp();
            thread = new(counters, time);
        }
    }

    private void Retire()
    {
        if (Interlocked.Exchange(ref session, null) is { } old)
        {
            thread.Retire(old);
        }
    }
}
