using System.Collections.Immutable;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>Finds the LDAP servers of a DNS domain by its SRV records (RFC 2782), for <c>_srv_</c> in sssd.conf.</summary>
internal static class ServerDiscovery
{
    /// <summary>The URIs of the servers, best first. It blocks for as long as resolv.conf(5) allows.</summary>
    /// <param name="domain">Says which DNS domain; by default that of this host.</param>
    /// <param name="host">The name of this host.</param>
    /// <exception cref="LdapError">There is no such domain, or it names no server.</exception>
    public static ImmutableArray<string> Find(SssdDomainSettings domain, string host)
    {
        var dot = host.IndexOf('.');
        var name = domain.DiscoveryDomain ?? (dot > 0 ? host[(dot + 1)..] : null)
            ?? throw new LdapError(
                LdapError.ParameterError,
                $"the name of this host, {host}, has no domain in which servers could be looked for: set dns_discovery_domain");
        var code = LibLdap.ServersOf(name, out var servers);
        return code == LdapError.Success && servers.Length > 0
            ? [.. servers.Select(server => Uri(domain, server))]
            : throw new LdapError(code, $"DNS names no LDAP server for {name}: look up the SRV records of _ldap._tcp.{name}");
    }

    private static string Uri(SssdDomainSettings domain, string server)
    {
        if (!domain.UseLdaps)
        {
            return $"ldap://{server}";
        }

        var colon = server.LastIndexOf(':');
        var host = colon > 0 ? server[..colon] : server;
        return $"ldaps://{host}:636";
    }
}
