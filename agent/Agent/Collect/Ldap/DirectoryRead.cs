using Automount.Configuration;
using Automount.Maps.Ldif;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// Reads all maps of one directory once, for commands; the daemon looks again and again with <see cref="DirectoryCollector"/>.
/// </summary>
internal static class DirectoryRead
{
    /// <summary>For all pages of a directory together: whoever waits can see the progress, and end it.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(10);

    /// <summary>Reads all maps of one sssd domain with sssd's own settings: the same servers, credentials and queries.</summary>
    /// <param name="domain">The domain, from sssd.conf or from <see cref="At"/>.</param>
    /// <param name="settings">The time-out.</param>
    /// <param name="progress">Told how many entries have been read so far, now and then; null when nobody wants to know.</param>
    /// <param name="time">Clock of the deadlines.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The maps, or why there are none: it does not throw for anything that a server does.</returns>
    public static async Task<DomainDirectory> ReadAsync(
        SssdDomainSettings domain, Settings settings, IProgress<int>? progress, TimeProvider time, CancellationToken cancel)
    {
        using var reader = new DomainReader(domain, settings.LdapInterval, settings.LdapTimeout, Budget, new Counters(), time);
        return await reader.PollAsync(isOnline: false, progress, cancel).ConfigureAwait(false);
    }

    /// <summary>A directory that sssd does not know: asked anonymously, never with sssd's credentials.</summary>
    /// <param name="uri">Its URI: <c>ldap://</c>, <c>ldaps://</c> or <c>ldapi://</c>.</param>
    /// <param name="searchBase">The DN below which its maps are; null means what the server's root DSE names.</param>
    /// <param name="masterMap">Name of its master map.</param>
    public static SssdDomainSettings At(string uri, string? searchBase, string masterMap = "auto.master") => new()
    {
        Name = uri,
        Provider = "ldap",
        Uris = [uri],
        SearchBases = searchBase is null ? [] : [new SearchBase(searchBase)],
        Schema = AutofsSchema.Rfc2307Bis,
        GuessSchema = true,
        MasterMap = masterMap,
    };
}
