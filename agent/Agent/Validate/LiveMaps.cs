using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
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
    /// <summary>The maps that automount uses on this node: those of the directories of sssd, and files.</summary>
    /// <param name="paths">The node.</param>
    /// <param name="cancel">Ends the reading.</param>
    /// <returns>The maps, or why there are none; with maps, what could not be compared.</returns>
    public async Task<(MapSet? Set, string? Why)> OfNodeAsync(HostPaths paths, CancellationToken cancel)
    {
        var (sssd, autofs) = (SssdConfigurationReader.Read(paths), AutofsSettings.Read(paths));
        var domains = await ReadAllAsync(sssd, cancel).ConfigureAwait(false);
        var isAnswered = domains.Any(d => d.Outcome == DirectoryOutcome.Answered);
        if (!isAnswered && !domains.IsEmpty && autofs.Sources.Any(s => s.IsServed))
        {
            return (null, string.Join("; ", domains.Select(Why)));
        }

        var set = OfNode(domains, autofs, sssd, paths);
        if (!isAnswered)
        {
            return set.Count > 0 ? (set, null) : (null, WhyNoMap(sssd));
        }

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

    /// <summary>The maps as automount looks them up, and what reading the directories has shown.</summary>
    internal static MapSet OfNode(
        ImmutableArray<DomainDirectory> domains, AutofsSettings autofs, SssdConfiguration sssd, HostPaths paths)
    {
        var facts = new NodeFactsReader(paths);
        var node = facts.Read(autofs, sssd.HomeTemplates);
        var set = SetOf(domains);
        if (set.Count > 0 && !autofs.Sources.Any(s => s.IsServed))
        {
            return set with { Node = node }; // automount does not use them, which is the fault of nsswitch.conf and not theirs.
        }

        var isComplete = domains.All(d => d.Outcome.IsComplete);
        var served = domains.SelectMany(d => d.Maps).DistinctBy(m => m.Name).ToImmutableArray();
        var inputs = new MapInputs(served, isComplete, LocalMaps.None, autofs.MasterMap, autofs.Sources)
        {
            IsMasterNamed = autofs.Conf.IsMasterNamed,
            Node = node,
        };
        var files = new LocalMapsReader(paths);
        inputs = inputs with { Local = files.Read(inputs) };
        inputs = inputs with { Node = facts.ReadLinks(files.MountPoints) };
        var known = KnownMaps.Of(inputs);
        return set with { Master = known.Content, Maps = known.Maps, Node = inputs.Node, Inputs = inputs };
    }

    private static string WhyNoMap(SssdConfiguration sssd) => (sssd.Problems, sssd.Missing) switch
    {
        ([var problem, ..], _) => problem.ToString(),
        (_, { } missing) => $"there is no master map file, and {missing}",
        _ => "there is no master map file, and sssd.conf names no domain with an automount provider",
    };

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
