using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Text;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Rules;

namespace AutomountAgent.Validate;

/// <summary>Reads the maps that are in directories now.</summary>
/// <param name="settings">Time-outs.</param>
/// <param name="progress">Where progress is shown.</param>
/// <param name="time">Clock.</param>
internal sealed class LiveMaps(Settings settings, ProgressLine progress, TimeProvider time)
{
    /// <summary>The maps of the directories that sssd uses on this node, and where sssd serves something else.</summary>
    /// <param name="paths">The node.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The maps, or why there are none; with maps, what could not be compared.</returns>
    public async Task<(MapSet? Set, string? Why)> OfNodeAsync(HostPaths paths, CancellationToken cancel)
    {
        var sssd = SssdConfigurationReader.Read(paths);
        if (sssd.Domains.IsEmpty)
        {
            return (null, sssd.Problems is [var problem, ..] ? problem.ToString() : "sssd.conf names no domain with an automount provider");
        }

        var domains = await ReadAllAsync(sssd, cancel).ConfigureAwait(false);
        if (!domains.Any(d => d.Outcome == DirectoryOutcome.Answered))
        {
            return (null, string.Join("; ", domains.Select(Why)));
        }

        var autofs = AutofsSettings.Read(paths);
        var set = SetOf(domains) with { Node = new NodeFactsReader(paths).Read(autofs, sssd.HomeTemplates) };
        using var reader = new MapReader(paths, time);
        var served = await new ServedCopies(sssd, reader, settings.MapsTimeout, time)
            .CompareAsync(
                domains,
                [.. sssd.MasterNames(autofs.MasterMap)],
                again => ReadAllAsync(sssd, again),
                what => progress.Begin(what),
                cancel).ConfigureAwait(false);
        set = set with { Served = served.Maps, Findings = [.. set.Findings, .. served.Findings] };
        return (set, served.Problem.Length == 0 ? null : $"sssd's copy of the maps was not compared: {served.Problem}");
    }

    /// <summary>The maps of a directory that sssd need not know.</summary>
    /// <param name="uri">Its URI.</param>
    /// <param name="baseDn">Its search base; null for what its root DSE names.</param>
    /// <param name="schema">Its schema; null to see by its map objects which one it is.</param>
    /// <param name="master">Name of the master map; null for the usual ones.</param>
    /// <param name="login">Adds credentials and TLS settings.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The maps, or why there are none.</returns>
    public async Task<(MapSet? Set, string? Why)> OfServerAsync(
        string uri,
        string? baseDn,
        AutofsSchema? schema,
        string? master,
        Func<SssdDomainSettings, SssdDomainSettings> login,
        CancellationToken cancel)
    {
        var why = "";
        foreach (var name in master is null ? MasterMap.UsualNames : [master])
        {
            var domain = login(DirectoryRead.At(uri, baseDn, name));
            domain = schema is null ? domain : domain with { Schema = schema, GuessSchema = false };
            var directory = await DirectoryRead.ReadAsync(domain, settings, Progress(uri), time, cancel).ConfigureAwait(false);
            if (directory.Outcome == DirectoryOutcome.Answered)
            {
                return (SetOf([directory]), null);
            }

            why = why.Length > 0 ? why : Why(directory);
            if (directory.Outcome != DirectoryOutcome.MapMissing)
            {
                break;
            }
        }

        return (null, why);
    }

    private async Task<ImmutableArray<DomainDirectory>> ReadAllAsync(SssdConfiguration sssd, CancellationToken cancel)
    {
        var domains = ImmutableArray.CreateBuilder<DomainDirectory>();
        foreach (var domain in sssd.Domains)
        {
            domains.Add(await DirectoryRead.ReadAsync(domain, settings, Progress(domain.Name), time, cancel).ConfigureAwait(false));
        }

        return domains.ToImmutable();
    }

    private Entries Progress(string name)
    {
        progress.Begin($"reading entries of {Printable.Escape(name, 60)}");
        return new Entries(progress);
    }

    /// <summary>The maps of all domains: of a name that several have, the first one's, as sssd takes it.</summary>
    private static MapSet SetOf(ImmutableArray<DomainDirectory> domains)
    {
        var maps = domains.SelectMany(d => d.Maps).DistinctBy(m => m.Name).ToImmutableArray();
        var master = domains.Select(d => d.Maps.FirstOrDefault(m => m.Name == d.MasterMap)).FirstOrDefault(m => m is not null);
        return new MapSet(
            master, master is null ? maps : maps.RemoveAll(m => m.Name == master.Name), [.. domains.SelectMany(DirectoryRules.Judge)]);
    }

    private static string Why(DomainDirectory directory)
    {
        var server = directory.Servers.LastOrDefault();
        var what = directory.Outcome switch
        {
            DirectoryOutcome.MapMissing => $"there is no map {directory.MasterMap} below {directory.SearchBase} that this schema can see",
            DirectoryOutcome.BaseMissing => $"there is no {directory.SearchBase}",
            DirectoryOutcome.BadCredentials => "the bind was refused",
            var other => $"the maps cannot be read ({other})",
        };
        return $"{server?.Uri ?? directory.Domain}: {what}{(directory.Detail.Length > 0 ? $": {directory.Detail}" : "")}";
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it needs no thread to tell.</summary>
    private sealed class Entries(ProgressLine progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report(value);
    }
}
