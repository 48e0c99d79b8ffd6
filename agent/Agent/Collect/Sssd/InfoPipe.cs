using System.Collections.Immutable;
using AutomountAgent.Bus;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>
/// Asks sssd's InfoPipe responder what it believes of its domains (sssd-ifp(5)). It reports a belief, not a probe: a domain stays online
/// until sssd's next request to it fails.
/// </summary>
/// <param name="bus">The system bus.</param>
internal sealed class InfoPipe(SystemBus bus)
{
    private const string Name = "org.freedesktop.sssd.infopipe";
    private const string Root = "/org/freedesktop/sssd/infopipe";
    private const string Data = "org.freedesktop.sssd.infopipe.Domains";
    private const string Verbs = "org.freedesktop.sssd.infopipe.Domains.Domain";

    /// <summary>Trusted subdomains included, more than a real node has.</summary>
    private const int MaxDomains = 64;

    /// <summary>
    /// Reads all domains. Call it only while sssd.service is active: the responder ends when idle and may have to be started by the bus,
    /// and starting it starts sssd, even one that was stopped on purpose (BindsTo= of sssd-ifp.service).
    /// </summary>
    /// <param name="deadline">How long each answer may take; after the first that does not come, nothing more is asked.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">The InfoPipe could not be asked.</exception>
    public async Task<ImmutableArray<SssdDomain>> ReadAsync(TimeSpan deadline, CancellationToken cancel)
    {
        var list = new BusCall(Name, Root, Name, "ListDomains") { AutoStart = true };
        var paths = await bus.CallAsync(list, static r => r.ReadPaths(), deadline, cancel).ConfigureAwait(false);
        var domains = ImmutableArray.CreateBuilder<SssdDomain>();
        foreach (var path in paths.Take(MaxDomains))
        {
            var getName = BusCall.Get(Name, path, Data, "name");
            var isOnline = new BusCall(Name, path, Verbs, "IsOnline");
            var name = await TryAsync(getName, static r => r.ReadPropertyText(), deadline, cancel).ConfigureAwait(false);
            var online = await TryAsync<bool?>(isOnline, static r => r.ReadBoolean(), deadline, cancel).ConfigureAwait(false);
            domains.Add(new SssdDomain(name ?? path[(path.LastIndexOf('/') + 1)..], online));
        }

        return domains.ToImmutable();
    }

    /// <summary>
    /// Null when this domain cannot answer: a local domain has no back end, and one may be starting. The others may answer.
    /// </summary>
    private async Task<T?> TryAsync<T>(BusCall call, BusRead<T> read, TimeSpan deadline, CancellationToken cancel)
    {
        try
        {
            return await bus.CallAsync(call with { AutoStart = true }, read, deadline, cancel).ConfigureAwait(false);
        }
        catch (BusException e) when (e.Kind is BusErrorKind.Other or BusErrorKind.BadRequest)
        {
            return default;
        }
    }
}
