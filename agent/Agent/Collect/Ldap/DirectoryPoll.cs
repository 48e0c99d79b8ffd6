using System.Collections.Immutable;
using Automount.Maps.Ldif;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>What is kept of one directory from poll to poll. Immutable.</summary>
/// <param name="Schema">What maps and entries are called; where nobody configured it, what the last full read found.</param>
internal sealed record DirectoryMemory(AutofsSchema Schema)
{
    /// <summary>Where the maps are searched; empty before the first server was asked, or when no base is known.</summary>
    public ImmutableArray<SearchBase> Bases { get; init; } = [];

    /// <summary>The maps that were read last; null when none were, or they may be old.</summary>
    public MapCopy? Copy { get; init; }

    /// <summary>What the last full read met with the page size of sssd.conf; null when nothing.</summary>
    public string? PageProblem { get; init; }

    /// <summary>How many polls reached the directory.</summary>
    public int Polls { get; init; }
}

/// <summary>What came of a step of a poll.</summary>
/// <param name="Memory">What to keep for the next poll.</param>
/// <param name="Answer">The answer; null while a full read is due, or when the connection was lost before there was one.</param>
internal sealed record PollResult(DirectoryMemory Memory, LdapAnswer? Answer)
{
    /// <summary>The maps are to be read; the answer follows.</summary>
    public bool IsReadDue { get; init; }

    /// <summary>The change token before the full read that is due; null when the server has none.</summary>
    public ChangeToken? Token { get; init; }

    /// <summary>The connection was closed, because it is of no use any more.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>
/// Carries out what <see cref="DirectorySchedule"/> decides, over one connection. Its calls block and throw as those of
/// <see cref="LdapSession"/> do: they run on a <see cref="CallThread"/>. It holds no state: memory goes in, memory comes out, so a call
/// that came back after its deadline changes nothing.
/// </summary>
/// <param name="session">The connection.</param>
/// <param name="domain">What to look for.</param>
/// <param name="schedule">Decides what is asked.</param>
/// <param name="time">Clock.</param>
internal sealed class DirectoryPoll(LdapSession session, SssdDomainSettings domain, DirectorySchedule schedule, TimeProvider time)
{
    /// <summary>The small queries of a poll: whether the copy of the maps is still good.</summary>
    /// <param name="memory">What is known.</param>
    /// <param name="isNew">The connection is not open yet.</param>
    public PollResult Check(DirectoryMemory memory, bool isNew)
    {
        if (isNew)
        {
            session.Open();
            memory = memory with { Bases = LdapReader.Bases(session, domain) };
        }

        if (memory.Bases.IsEmpty)
        {
            var reason = "no search base is configured, and the server names no default";
            return new PollResult(memory, new LdapAnswer(DirectoryOutcome.BaseMissing, reason));
        }

        memory = memory with { Polls = memory.Polls + 1 };
        return schedule.First(memory.Copy, memory.Polls, time.GetUtcNow()) switch
        {
            DirectoryStep.ReadMaps => ReadIsDue(memory, null),
            DirectoryStep.Probe => new PollResult(memory, Reader(memory).Probe()),
            _ => CheckToken(memory, memory.Copy!),
        };
    }

    /// <summary>Reads all maps.</summary>
    /// <param name="memory">What is known.</param>
    /// <param name="token">The change token of the directory before the read; null when it has none.</param>
    /// <param name="progress">Receives how many entries were read so far.</param>
    /// <param name="budget">How long all pages together may take.</param>
    /// <exception cref="TimeoutException">The budget is used up.</exception>
    public PollResult ReadMaps(DirectoryMemory memory, ChangeToken? token, IProgress<int>? progress, TimeSpan budget)
    {
        var start = time.GetTimestamp();
        if (domain.GuessSchema)
        {
            memory = memory with { Schema = SchemaGuess.Find(session, memory.Bases, domain.MasterMap, Deadline) ?? domain.Schema };
        }

        var readAt = time.GetUtcNow();
        var answer = Reader(memory).ReadAll(progress, Deadline);
        memory = memory with { PageProblem = session.PageProblem };
        return answer.Outcome == DirectoryOutcome.Answered
            ? new PollResult(memory with { Copy = Copy(answer, readAt).After(memory.Copy) }, answer)
            : new PollResult(memory, WithOtherSchema(answer));

        MapCopy Copy(LdapAnswer read, DateTimeOffset at) => new(read.Maps, read.Duplicates, read.SearchBase, at, token);

        // Other names look exactly like maps that are not there.
        LdapAnswer WithOtherSchema(LdapAnswer read) =>
            read.Outcome == DirectoryOutcome.MapMissing
            && SchemaGuess.FindMaster(session, memory.Bases, domain.MasterMap, Deadline) is { } other
            && other != memory.Schema
                ? read with { Detail = SchemaGuess.Describe(other, domain) }
                : read;

        void Deadline()
        {
            if (time.GetElapsedTime(start) > budget)
            {
                throw new TimeoutException($"the maps were not read within {budget.TotalSeconds:0.###} s");
            }
        }
    }

    private PollResult CheckToken(DirectoryMemory memory, MapCopy copy)
    {
        var now = time.GetUtcNow();
        var token = ChangeToken.Read(session, copy.Read!);
        (var step, copy) = schedule.AfterToken(copy, token, now);
        if (step == DirectoryStep.InspectWrite)
        {
            var probe = Reader(memory).Probe();
            if (probe.Outcome != DirectoryOutcome.Answered)
            {
                return new PollResult(memory, probe);
            }

            copy = Inspect(memory, copy, token!, now);
            step = DirectorySchedule.AfterWrite(copy, now);
        }

        memory = memory with { Copy = copy };
        return step == DirectoryStep.ReadMaps
            ? ReadIsDue(memory, token)
            : new PollResult(memory, new LdapAnswer(DirectoryOutcome.Answered, "", copy.SearchBase));
    }

    private MapCopy Inspect(DirectoryMemory memory, MapCopy before, ChangeToken token, DateTimeOffset now)
    {
        var (filter, copy) = schedule.Inspect(before, token, memory.Schema, now);
        if (filter is null)
        {
            return copy;
        }

        var start = time.GetTimestamp();
        if (!copy.IsNoisy)
        {
            var isOfMaps = memory.Bases.Any(b => session.Any(b.Dn, filter));
            return schedule.Inspected(copy, token, isOfMaps, time.GetElapsedTime(start), now);
        }

        var newest = memory.Bases.Select(b => session.Newest(b.Dn, filter)).Max(StringComparer.Ordinal);
        copy = copy with { Newest = newest ?? copy.Newest };
        return schedule.Inspected(copy, token, newest is not null, time.GetElapsedTime(start), now);
    }

    /// <summary>The token is read before the maps, so that what is written meanwhile is noticed.</summary>
    private PollResult ReadIsDue(DirectoryMemory memory, ChangeToken? token)
    {
        try
        {
            token ??= ChangeToken.Find(session, memory.Bases);
        }
        catch (LdapError e) when (e.Code > 0)
        {
            token = null; // The server does not allow it to be read.
        }

        return new PollResult(memory, null) { IsReadDue = true, Token = token };
    }

    private LdapReader Reader(DirectoryMemory memory) => new(session, domain with { Schema = memory.Schema }, memory.Bases);
}
