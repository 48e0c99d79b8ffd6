using Automount.Maps;

namespace AutomountAgent.Derive;

/// <summary>
/// Whether automount is meant to get maps from sssd, and so from a directory. A node whose maps are files needs neither: that is a choice,
/// and no fault. Pure.
/// </summary>
internal static class SssdUse
{
    /// <summary>Why neither sssd nor a directory is used for maps; null when they are, or it is not known yet.</summary>
    public static string? WhyNotUsed(NodeState state)
    {
        if (state is not { Automount.Seen.Sources: { IsEmpty: false } sources, Sssd.Seen.Configuration: { } sssd } || IsMeant(state))
        {
            return null;
        }

        if (sources.Any(s => s.IsServed)
            || state.Maps.Master.EffectiveMaps().Any(m => m.Source is MapSource.Sss or MapSource.Ldap))
        {
            return null;
        }

        var choice = $"not used: the automount line of nsswitch.conf is \"{string.Join(' ', sources)}\"";
        return sssd.Missing is null ? choice : $"{choice}, and there is no sssd.conf";
    }

    /// <summary>Why no directory is used, although sssd is; null when one is, or it is not known yet.</summary>
    public static string? WhyNoDirectory(NodeState state) =>
        state is { Sssd.Seen.Configuration.Domains.IsEmpty: true, Directory.Seen.Domains.IsEmpty: true, Maps.Content.File: not null }
            ? "not used: no domain of sssd.conf has an LDAP automount provider, and the master map is a file"
            : null;

    /// <summary>
    /// Whether somebody set sssd up for automount: a domain has an LDAP provider, and its autofs responder is enabled, or the directory
    /// has maps. A domain for users alone inherits the provider.
    /// </summary>
    public static bool IsMeant(NodeState state) =>
        state.Sssd?.Seen?.Configuration is { Domains.IsEmpty: false } sssd
        && (sssd.Services.Contains("autofs") || state.Directory?.Seen?.Domains.Any(d => !d.Maps.IsEmpty) == true);
}
