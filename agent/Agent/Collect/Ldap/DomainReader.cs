using System.Collections.Immutable;
using System.Net;
using Automount.Maps.Ldif;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// Looks at the directory of one sssd domain, again and again: keeps one connection, and the maps that it read, and reads them anew only
/// when the
/// server says that something was written (<see cref="ChangeMark"/>), or where it cannot say, at the times of <see cref="ReadPlan"/>.
/// </summary>
/// <param name="domain">What sssd.conf says of the domain.</param>
/// <param name="interval">How often it is going to be asked.</param>
/// <param name="timeout">For each answer of a server.</param>
/// <param name="budget">For all answers of a full read together.</param>
/// <param name="time">Clock.</param>
internal sealed class DomainReader(SssdDomainSettings domain, TimeSpan interval, TimeSpan timeout, TimeSpan budget, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Every so many rounds the master map is looked for in place of the change mark: an ACL that hides it changes no mark.
    /// </summary>
    private const int RoundsPerProbe = 60;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    // A call into libldap cannot be cancelled, and one into libkrb5 not even bounded.
    private readonly CallThread ldap = new("libldap", time);
    private readonly double jitter = Random.Shared.NextDouble();
    private AutofsSchema schema = domain.Schema;
    private readonly List<LdapSession> given = []; // Given up; closed by the thread with the next call.
    private LdapSession? session;
    private ImmutableArray<SearchBase> bases = [];
    private MapCopy? copy;
    private DateTimeOffset unchangedAt;
    private int round;
    private (ImmutableArray<string> Servers, DateTimeOffset Until) discovered = ([], DateTimeOffset.MinValue);

    /// <summary>Asks the servers in turn until one answers.</summary>
    /// <param name="progress">Told how many entries a full read has brought so far.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<DomainDirectory> LookAsync(IProgress<int>? progress, CancellationToken cancel)
    {
        var servers = ImmutableArray.CreateBuilder<DirectoryServer>();
        var answer = new LdapAnswer(DirectoryOutcome.Failed, "no server is configured");
        foreach (var entry in domain.Uris)
        {
            var (uris, problem) = entry == "_srv_" ? await DiscoverAsync(cancel).ConfigureAwait(false) : ([entry], null);
            if (problem is not null)
            {
                answer = problem;
                servers.Add(new DirectoryServer(entry, answer.Outcome, answer.Detail, TimeSpan.Zero));
            }

            foreach (var uri in uris)
            {
                var start = time.GetTimestamp();
                answer = await AskAsync(uri, progress, cancel).ConfigureAwait(false);
                servers.Add(new DirectoryServer(uri, answer.Outcome, answer.Detail, time.GetElapsedTime(start)));
                if (HasAnswered(answer.Outcome))
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
        Drop();
        _ = ldap.RunAsync(Close, Grace, CancellationToken.None);
        ldap.Dispose();
    }

    private DomainDirectory Result(LdapAnswer answer, ImmutableArray<DirectoryServer> servers)
    {
        var searchBase = answer.SearchBase.Length > 0 ? answer.SearchBase : domain.SearchBases.FirstOrDefault()?.Dn ?? "";
        var isWell = answer.Outcome == DirectoryOutcome.Answered;
        if (!isWell && (copy?.Read is null || HasAnswered(answer.Outcome)))
        {
            copy = null; // Without a mark nobody knows what happens while the server is away.
        }

        return new DomainDirectory(
            domain.Name, searchBase, domain.MasterMap, servers, answer.Outcome, answer.Detail, isWell ? copy!.Maps : [], isWell ? copy!.ReadAt : null)
        {
            Schema = schema,
            MapsCurrentAt = !isWell ? null : unchangedAt > copy!.ReadAt ? unchangedAt : copy.ReadAt,
            Twice = isWell ? copy!.Twice : [],
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
            var found = await ldap.RunAsync(() => ServerDiscovery.Find(domain, Dns.GetHostName()), timeout, cancel).ConfigureAwait(false);
            discovered = (found, time.GetUtcNow() + domain.ConnectionLifetime);
            return (found, null);
        }
        catch (Exception e) when (e is LdapError or TimeoutException or CallOutstandingException)
        {
            return ([], new LdapAnswer(DirectoryOutcome.Unresolvable, e.Message));
        }
        catch (Exception e) when (e is DllNotFoundException)
        {
            return ([], new LdapAnswer(DirectoryOutcome.Failed, "OpenLDAP's libldap is not installed"));
        }
    }

    private async Task<LdapAnswer> AskAsync(string text, IProgress<int>? progress, CancellationToken cancel)
    {
        if (!LdapUri.TryParse(text, out var uri))
        {
            return new LdapAnswer(DirectoryOutcome.Failed, "only ldap://, ldaps:// and ldapi:// can be asked");
        }

        if (domain.BindProblem is { } problem)
        {
            return new LdapAnswer(DirectoryOutcome.Failed, problem);
        }

        if (session is { } kept && kept.Uri == uri && kept.Age < domain.ConnectionLifetime)
        {
            if (await AskAgainAsync(kept, progress, cancel).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }
        else if (!uri.IsLocal)
        {
            var (connected, detail) = await TcpProbe.ConnectAsync(uri.Host, uri.Port, timeout, time, cancel).ConfigureAwait(false);
            if (connected != DirectoryOutcome.Answered)
            {
                return new LdapAnswer(connected, detail);
            }
        }

        Drop();
        session = new LdapSession(uri, domain, timeout, time);
        return (await UseAsync(session, isNew: true, progress, cancel).ConfigureAwait(false))!;
    }

    /// <summary>Asks over the connection that is open.</summary>
    /// <returns>The answer; null when the server has hung up in the meantime but takes new connections.</returns>
    private async Task<LdapAnswer?> AskAgainAsync(LdapSession kept, IProgress<int>? progress, CancellationToken cancel)
    {
        var answer = await UseAsync(kept, isNew: false, progress, cancel).ConfigureAwait(false);
        if (kept.Uri.IsLocal || answer is not (null or { Outcome: DirectoryOutcome.NoAnswer }))
        {
            return answer;
        }

        // Is it the server that says nothing, or is there no way to it?
        var (connected, detail) = await TcpProbe.ConnectAsync(kept.Uri.Host, kept.Uri.Port, timeout, time, cancel).ConfigureAwait(false);
        return connected != DirectoryOutcome.Answered ? new LdapAnswer(connected, detail) : answer;
    }

    /// <summary>Asks over one connection.</summary>
    /// <returns>The answer; null when the server has hung up in the meantime, which it may.</returns>
    private async Task<LdapAnswer?> UseAsync(LdapSession used, bool isNew, IProgress<int>? progress, CancellationToken cancel)
    {
        try
        {
            var step = await ldap.RunAsync(() => Guard(used, isNew, () => AskLittle(used, isNew)), (2 * timeout) + Grace, cancel).ConfigureAwait(false);
            if (step.IsFullReadDue)
            {
                step = await ldap.RunAsync(() => Guard(used, isNew, () => ReadAll(used, step.Mark, progress)), budget + timeout + Grace, cancel).ConfigureAwait(false);
            }

            return step.Answer;
        }
        catch (Exception e) when (e is TimeoutException or CallOutstandingException)
        {
            session = null; // The call closes it when it comes back.
            return used.Stage == LdapStage.Kerberos
                ? new LdapAnswer(DirectoryOutcome.KerberosFailed, "no answer from the KDC in time")
                : new LdapAnswer(DirectoryOutcome.NoAnswer, e.Message);
        }
    }

    /// <summary>Runs on the thread: turns what libldap throws into an answer, and closes a connection that is of no use any more.</summary>
    private Step Guard(LdapSession used, bool isNew, Func<Step> call)
    {
        var start = time.GetTimestamp();
        try
        {
            Close();
            return call();
        }
        catch (LdapError e) when (!isNew && e.Code == LdapError.ServerDown)
        {
            session = null;
            return new Step(null);
        }
        catch (Exception e) when (LdapFailure.IsExpected(e))
        {
            session = null;
            var (outcome, detail) = LdapFailure.Of(e, used, isSlow: time.GetElapsedTime(start) >= timeout * 0.9);
            return new Step(new LdapAnswer(outcome, detail));
        }
        finally
        {
            if (session != used)
            {
                used.Dispose();
            }
        }
    }

    private Step AskLittle(LdapSession used, bool isNew)
    {
        if (isNew)
        {
            used.Open();
            bases = LdapReader.Bases(used, domain);
        }

        if (bases.IsEmpty)
        {
            return new Step(new LdapAnswer(DirectoryOutcome.BaseMissing, "no search base is configured, and the server names no default"));
        }

        var now = time.GetUtcNow();
        if (copy is null)
        {
            return FullRead(used, null);
        }

        if (copy.Read is null)
        {
            return ReadPlan.IsDue(copy.Entries, copy.ReadAt, interval, jitter, now) ? FullRead(used, null) : Probe(used);
        }

        if (++round % RoundsPerProbe == 0)
        {
            return Probe(used);
        }

        if (ChangeMark.Read(used, copy.Read) is not { } mark)
        {
            return FullRead(used, null);
        }

        if (mark.IsSame(copy.Read))
        {
            unchangedAt = now;
            return Unchanged();
        }

        if (!mark.IsSame(copy.Seen!))
        {
            var probe = Probe(used);
            if (probe.Answer!.Outcome != DirectoryOutcome.Answered)
            {
                return probe;
            }

            copy = Note(copy, mark, used, now);
        }

        return now >= copy.DueAt ? FullRead(used, mark) : Unchanged();
    }

    /// <summary>Something was written, somewhere: was it the maps? A dear question is asked the less often the dearer it is.</summary>
    private MapCopy Note(MapCopy before, ChangeMark mark, LdapSession used, DateTimeOffset now)
    {
        var filter = mark.WrittenSince(before.Seen!, schema);
        if (filter is not null && now < before.CheckAt)
        {
            return before.Due(ReadPlan.AfterUnknownWrite(before.Entries, interval, jitter, now));
        }

        var start = time.GetTimestamp();
        var isSeen = filter is null || bases.Any(b => used.Any(b.Dn, filter));
        return (before with { Seen = mark, CheckAt = now + ReadPlan.CheckSpacing(time.GetElapsedTime(start)) }).Due(isSeen
            ? ReadPlan.AfterChange(before.Entries, before.ReadAt, interval, jitter, now)
            : ReadPlan.AfterUnknownWrite(before.Entries, interval, jitter, now));
    }

    private Step Unchanged() => new(new LdapAnswer(DirectoryOutcome.Answered, "", copy!.SearchBase));

    private LdapReader Reader(LdapSession used) => new(used, domain with { Schema = schema }, bases);

    private Step Probe(LdapSession used) => new(Reader(used).Probe());

    /// <summary>The mark is read before the maps, so that what is written meanwhile is noticed.</summary>
    private Step FullRead(LdapSession used, ChangeMark? mark)
    {
        try
        {
            return new Step(null, mark ?? ChangeMark.Find(used, bases), IsFullReadDue: true);
        }
        catch (LdapError e) when (e.Code > 0)
        {
            return new Step(null, null, IsFullReadDue: true); // It may not be read.
        }
    }

    private Step ReadAll(LdapSession used, ChangeMark? mark, IProgress<int>? progress)
    {
        var start = time.GetTimestamp();
        void Deadline()
        {
            if (time.GetElapsedTime(start) > budget)
            {
                throw new TimeoutException($"the maps were not read within {budget.TotalSeconds:0.###} s");
            }
        }

        if (domain.GuessSchema)
        {
            schema = SchemaGuess.Find(used, bases, domain.MasterMap, Deadline) ?? domain.Schema;
        }

        var readAt = time.GetUtcNow();
        var answer = Reader(used).ReadAll(progress, Deadline);
        if (answer.Outcome == DirectoryOutcome.Answered)
        {
            copy = new MapCopy(answer.Maps, answer.Twice, answer.SearchBase, readAt, mark);
        }

        return new Step(answer);
    }

    private void Drop()
    {
        if (Interlocked.Exchange(ref session, null) is { } old)
        {
            given.Add(old);
        }
    }

    private bool Close()
    {
        given.ForEach(old => old.Dispose());
        given.Clear();
        return true;
    }

    /// <summary>Whether a server is alive and speaks for the directory: the next one would say the same.</summary>
    private static bool HasAnswered(DirectoryOutcome outcome) => outcome
        is DirectoryOutcome.Answered or DirectoryOutcome.BaseMissing or DirectoryOutcome.MapMissing or DirectoryOutcome.SizeLimit;

    /// <summary>What came of a call.</summary>
    /// <param name="Answer">The answer; null when there is none yet, or none any more.</param>
    /// <param name="Mark">Where the directory stands.</param>
    /// <param name="IsFullReadDue">Whether the maps are to be read.</param>
    private sealed record Step(LdapAnswer? Answer, ChangeMark? Mark = null, bool IsFullReadDue = false);
}
