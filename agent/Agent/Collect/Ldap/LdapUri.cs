using System.Diagnostics.CodeAnalysis;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// A server as <c>ldap_uri</c> names it: <c>ldap[s]://host[:port]</c>, or <c>ldapi://path</c> for a Unix socket of this host.
/// </summary>
/// <param name="Text">As sssd.conf writes it.</param>
/// <param name="Host">Host name or address, an IPv6 address without brackets; empty for a Unix socket.</param>
/// <param name="Port">TCP port, by default 389, with ldaps 636; 0 for a Unix socket.</param>
/// <param name="IsTls">True for ldaps.</param>
internal sealed record LdapUri(string Text, string Host, int Port, bool IsTls)
{
    /// <summary>True for a Unix socket.</summary>
    public bool IsLocal => Host.Length == 0;

    /// <summary>As libldap is told: nothing but the server.</summary>
    public string Server => IsLocal ? Text : $"{(IsTls ? "ldaps" : "ldap")}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>Parses a URI; false when it is not one that can be asked.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LdapUri? uri)
    {
        uri = null;
        if (text.StartsWith("ldapi://", StringComparison.OrdinalIgnoreCase))
        {
            uri = new LdapUri(text, "", 0, IsTls: false);
            return true;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("ldap" or "ldaps") || parsed.Host.Length == 0)
        {
            return false;
        }

        var isTls = parsed.Scheme == "ldaps";
        uri = new LdapUri(text, parsed.DnsSafeHost, parsed.Port > 0 ? parsed.Port : isTls ? 636 : 389, isTls);
        return true;
    }
}
