using System.Diagnostics.CodeAnalysis;

namespace AutomountAgent.Observe.Directory;

/// <summary>A server as <c>ldap_uri</c> names it: <c>ldap[s]://host[:port]</c>.</summary>
/// <param name="Text">As sssd.conf writes it.</param>
/// <param name="Host">Host name or address, an IPv6 address without brackets.</param>
/// <param name="Port">TCP port, by default 389, with ldaps 636.</param>
/// <param name="IsTls">True for ldaps.</param>
public sealed record LdapUri(string Text, string Host, int Port, bool IsTls)
{
    /// <summary>Parses a URI; false when it is not one that can be asked over TCP.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LdapUri? uri)
    {
        uri = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("ldap" or "ldaps") || parsed.Host.Length == 0)
        {
            return false;
        }

        var isTls = parsed.Scheme == "ldaps";
        uri = new LdapUri(text, parsed.DnsSafeHost, parsed.Port > 0 ? parsed.Port : isTls ? 636 : 389, isTls);
        return true;
    }
}
