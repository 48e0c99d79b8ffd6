using System.Collections.Immutable;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>
/// Asks sssd's InfoPipe responder what it believes of its domains (sssd-ifp(5)). It reports a belief, not a probe: a domain stays online
/// until
/// sssd's next request to it fails.
/// </summary>
/// <param name="bus">The system bus.</param>
internal sealed class InfoPipe(SystemBus bus)
{
    private const string Name = "org.freedesktop.sssd.infopipe";
    private const string Root = "/org/freedesktop/sssd/infopipe";
    private const string Data = "org.freedesktop.sssd.infopipe.Domains";
    private const string Verbs = "org.freedesktop.sssd.infopipe.Domains.Domain";

    /// <summary>Trusted subdomains included, more than a real node has.</summary>
    private const int DomainLimit = 64;

    private static readonly string[] Providers = ["LDAP", "IPA", "AD"];

    /// <summary>
    /// Reads all domains. Ask only while sssd.service is active: the responder ends when idle and may have to be started by the bus, and
    /// starting
    /// it starts sssd, even one that was stopped on purpose (BindsTo= of sssd-ifp.service).
    /// </summary>
    /// <param name="deadline">How long each answer may take; after the first that does not come, nothing more is asked.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">The InfoPipe could not be asked.</exception>
    public async Task<ImmutableArray<SssdDomain>> ReadAsync(TimeSpan deadline, CancellationToken cancel)
    {
        var paths = await bus.CallAsync(Call(Root, Name, "ListDomains"), static r => r.ReadStrings(), deadline, cancel).ConfigureAwait(false);
        var domains = ImmutableArray.CreateBuilder<SssdDomain>();
        foreach (var path in paths.Take(DomainLimit))
        {
            domains.Add(await ReadDomainAsync(path, deadline, cancel).ConfigureAwait(false));
        }

        return domains.ToImmutable();
    }

    private async Task<SssdDomain> ReadDomainAsync(string path, TimeSpan deadline, CancellationToken cancel)
    {
        var getAll = BusCall.GetAll(Name, path, Data) with { AutoStart = true };
        var properties = await bus.CallAsync(getAll, static r => r.ReadProperties(), deadline, cancel).ConfigureAwait(false);
        var name = properties.GetValueOrDefault("name") as string ?? path[(path.LastIndexOf('/') + 1)..];
        bool? online = null;
        var server = "";
        try
        {
            online = await bus.CallAsync(Call(path, Verbs, "IsOnline"), static r => r.ReadBoolean(), deadline, cancel).ConfigureAwait(false);
            var services = await bus.CallAsync(Call(path, Verbs, "ListServices"), static r => r.ReadStrings(), deadline, cancel)
                .ConfigureAwait(false);
            if (services.FirstOrDefault(s => Providers.Contains(s, StringComparer.OrdinalIgnoreCase)) is { } service)
            {
                server = await bus.CallAsync(Call(path, Verbs, "ActiveServer", service), static r => r.ReadString(), deadline, cancel)
                    .ConfigureAwait(false);
            }
        }
        catch (BusException e) when (e.Kind is BusErrorKind.Other)
        {
            // This domain's back end does not tell (a local domain has none, one may be starting): the others may.
        }

        return new SssdDomain(name, online, server);
    }

    private static BusCall Call(string path, string @interface, string member, params string[] arguments) =>
        new(Name, path, @interface, member, arguments) { AutoStart = true };
}
