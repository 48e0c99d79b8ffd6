using System.Collections.Immutable;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;

namespace AutomountAgent.Validate;

/// <summary>What a comparison of LDAP's copies with sssd's gave.</summary>
/// <param name="Maps">The maps of which sssd serves something else than LDAP holds, as sssd serves them.</param>
/// <param name="Findings">What differs.</param>
/// <param name="Problem">Why not all of them could be compared; empty when they could.</param>
internal sealed record ServedDifferences(ImmutableArray<MapContent> Maps, ImmutableArray<Finding> Findings, string Problem);

/// <summary>
/// Reads the maps once through sssd and compares them with LDAP's, for commands. What differs is read again from both, because they are
/// read at different moments. The master map is never read through sssd: asked for it, sssd drops every map that it has cached.
/// </summary>
/// <param name="configuration">sssd.conf.</param>
/// <param name="reader">sssd's autofs responder.</param>
/// <param name="timeout">How long a small map may take.</param>
/// <param name="time">Clock.</param>
internal sealed class ServedCopies(SssdConfiguration configuration, MapReader reader, TimeSpan timeout, TimeProvider time)
{
    /// <summary>sssd remembers for 15 s that it did not find a map.</summary>
    private static readonly TimeSpan Forgets = TimeSpan.FromSeconds(16);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Compares the copies of all maps but the master map.</summary>
    /// <param name="domains">What LDAP holds.</param>
    /// <param name="masters">Names of the master map.</param>
    /// <param name="readAgain">Reads LDAP again.</param>
    /// <param name="begin">Told what is done next.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<ServedDifferences> CompareAsync(
        ImmutableArray<DomainDirectory> domains,
        IReadOnlyCollection<string> masters,
        Func<CancellationToken, Task<ImmutableArray<DomainDirectory>>> readAgain,
        Action<string> begin,
        CancellationToken cancel)
    {
        var names = domains.SelectMany(d => d.Maps).Select(m => m.Name).Distinct().Except(masters).Order(StringComparer.Ordinal).ToList();
        var state = await LookAsync(NodeState.Empty, domains, names, begin, cancel).ConfigureAwait(false);
        var different = state.Compared.Maps.Where(m => m.Value.IsDifferent).Select(m => m.Key).ToList();
        if (different.Count > 0)
        {
            var isMissing = state.Sssd!.Seen!.Maps.Any(m => m.Outcome == SssdMapOutcome.Missing);
            begin("waiting before the maps that differ are read again");
            await Task.Delay(isMissing ? Forgets : Pause, time, cancel).ConfigureAwait(false);
            state = await LookAsync(state, await readAgain(cancel).ConfigureAwait(false), different, begin, cancel).ConfigureAwait(false);
        }

        var sssd = state.Sssd!.Seen!;
        var findings = ServedMapRules.Run(state).ToImmutableArray();
        var maps = sssd.Maps.Where(m => m.Content is not null && findings.Any(f => f.Subject == m.Name)).Select(m => m.Content!);
        return new ServedDifferences([.. maps], findings, sssd.ResponderDetail);
    }

    private async Task<NodeState> LookAsync(
        NodeState state, ImmutableArray<DomainDirectory> domains, IEnumerable<string> names, Action<string> begin, CancellationToken cancel)
    {
        var inLdap = domains.SelectMany(d => d.Maps).ToLookup(m => m.Name);
        var maps = ImmutableArray.CreateBuilder<SssdMap>();
        var (responder, detail) = (ResponderOutcome.NotAsked, "");
        var directory = new Observation<DirectorySnapshot>(time.GetUtcNow(), TimeSpan.Zero, new DirectorySnapshot(domains), null);
        foreach (var name in names)
        {
            begin($"reading {Printable.Escape(name, 60)} through sssd");
            var copy = inLdap[name].FirstOrDefault();
            if (copy is not null && ListingPolicy.DuplicateIn(copy) is not null)
            {
                continue; // Listing it through sssd would break the key; the maps themselves are judged.
            }

            var mapTimeout = ServedMapPlan.TimeoutOf(copy?.Entries.Length ?? 0, timeout);
            var request = new MapRequest(name, true, null, mapTimeout, null, copy);
            var answer = await reader.ReadAsync([request], mapTimeout, cancel).ConfigureAwait(false);
            maps.AddRange(answer.Maps);
            (responder, detail) = (answer.Responder, answer.Detail.Length > 0 ? answer.Detail : detail);
            if (responder is not ResponderOutcome.Answers)
            {
                detail = detail.Length > 0 ? detail : $"its autofs responder: {responder}";
                if (responder is not ResponderOutcome.Failed)
                {
                    break; // The next map would wait as long, and for nothing.
                }
            }
        }

        var view = new SssdSnapshot(configuration, null, null, [], null, responder, detail, maps.ToImmutable());
        return (state with { Directory = directory, Sssd = new(time.GetUtcNow(), TimeSpan.Zero, view, null) }).WithMapsAndViews();
    }
}
