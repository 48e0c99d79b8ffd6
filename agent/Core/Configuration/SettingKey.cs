using System.Collections.Immutable;

namespace Automount.Configuration;

/// <summary>One key of agent.conf(5): how its text becomes a setting, and what the manual page says about it.</summary>
/// <param name="Section">Name of the section.</param>
/// <param name="Name">Name of the key.</param>
/// <param name="Form">What may be written, for example <c>1s to 1h</c>.</param>
/// <param name="Default">The default, as it would be written.</param>
/// <param name="Explanation">What it is for, in a sentence or more.</param>
/// <param name="Apply">Puts the text of a value into the settings; on a problem the settings are those given.</param>
public sealed record SettingKey(
    string Section, string Name, string Form, string Default, string Explanation, Func<Settings, string, Parsed<Settings>> Apply)
{
    /// <summary>
    /// Every key there is, in the order of the manual page: parsing, the defaults file and the manual page are made from this list.
    /// </summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        Interval("ldap", s => s.LdapInterval, (s, v) => s with { LdapInterval = v },
            "How often the LDAP servers are asked whether they answer. Each look is spread by jitter; the maps are read in full less " +
            "often."),
        Timeout("ldap", s => s.LdapTimeout, (s, v) => s with { LdapTimeout = v },
            "How long one LDAP server may take to answer."),
        Interval("maps", s => s.MapsInterval, (s, v) => s with { MapsInterval = v },
            "How often the maps are read through sssd, and sssd is asked whether its domains are online."),
        Timeout("maps", s => s.MapsTimeout, (s, v) => s with { MapsTimeout = v },
            "How long the autofs responder of sssd may take to answer."),
        Of("maps", "silence", "CODE[:MAP[:KEY]], separated by commas",
            SettingValue.Silence, SettingValue.Print, s => s.MapSilence, (s, v) => s with { MapSilence = v },
            "Findings about the maps that are not reported: those of a code, of a code in one map, or of a code and the keys of one " +
            "map that match KEY, " +
            "in which * stands for any characters and ? for one. They are counted in automount_findings_silenced."),
        Interval("mounts", s => s.MountsInterval, (s, v) => s with { MountsInterval = v },
            "How often the statistics of the NFS client are read, and NFS servers asked whether they answer. Those that the statistics " +
            "show to answer are not asked; those that nothing uses, or that have been down for minutes, less often."),
        Timeout("mounts", s => s.MountsTimeout, (s, v) => s with { MountsTimeout = v },
            "How long an NFS server may take to answer one RPC NULL call."),
        Of("required", "paths", "absolute paths, separated by commas",
            SettingValue.Paths, SettingValue.Print, s => s.RequiredPaths, (s, v) => s with { RequiredPaths = v },
            "Paths that must be mounted and usable for pods. The agent mounts them at start, and again whenever they are not mounted, " +
            "and watches them. No other path is ever touched, but those of maps=. A top-level symbolic link (/home to /var/home) may " +
            "be written either way."),
        Of("required", "maps", "names of maps, separated by commas, each as MAP or MAP:KEYPATTERN",
            SettingValue.Maps, SettingValue.Print, s => s.RequiredMaps, (s, v) => s with { RequiredMaps = v },
            "Maps whose paths are required as if they were in paths=: those of all keys, or of the keys that match a pattern with * " +
            "and ?, for example auto.data:proj*. A wildcard entry has no keys that could be listed. With paths=, at most 1000 paths " +
            "are watched."),
        Of("required", "from-pods", "yes or no",
            SettingValue.Switch, SettingValue.Print, s => s.RequiredFromPods, (s, v) => s with { RequiredFromPods = v },
            "yes: the path of every hostPath volume of a running pod that is mounted below an automount root is required as if it was in " +
            "paths=, for as long as the pod runs, so that the pod can start again. A volume of a whole root requires nothing below it."),
        Of("required", "keep", "yes or no",
            SettingValue.Switch, SettingValue.Print, s => s.RequiredKeep, (s, v) => s with { RequiredKeep = v },
            "no: a required path that nobody uses expires as any other, and is mounted again at once, so that it is away for a moment " +
            "now and then. yes: it is accessed after half of the timeout of its automount root, so that it never expires; that does " +
            "nothing where strictexpire is set. Nothing else is kept from expiring."),
        Timeout("required", s => s.RequiredTimeout, (s, v) => s with { RequiredTimeout = v },
            "How long mounting a required path, or a call on it, may take before the path counts as hung."),
        Of("findings", "silence", "CODE[:SUBJECT], separated by commas",
            SettingValue.SilenceBySubject, SettingValue.Print, s => s.FindingSilence, (s, v) => s with { FindingSilence = v },
            "Findings of any link that are not reported and change no state: those of a code, or of a code and the subjects that match " +
            "SUBJECT, in which * stands for any characters and ? for one, for example server/unresolvable:filer-gone.example.com. The " +
            "subject of each finding stands in check --output json. They are counted in automount_findings_silenced, and check and the " +
            "status page say how many there are."),
        Of("remedies", "stale-umount", "off, dry-run or on",
            SettingValue.Remedy, SettingValue.Print, s => s.StaleUnmount, (s, v) => s with { StaleUnmount = v },
            "Unmounts a required path that is stale (ESTALE) lazily, as umount -l does, when no process and no container holds it, so " +
            "that the next access mounts it afresh. dry-run: only says so. It needs more rights than the service has: see REMEDIES."),
        Of("remedies", "sssd-expire", "off, dry-run or on",
            SettingValue.Remedy, SettingValue.Print, s => s.SssdExpire, (s, v) => s with { SssdExpire = v },
            "Runs sss_cache -a MAP when sssd has served an old copy of a map for a minute. dry-run: only says so."),
        Duration("remedies", "interval", TimeSpan.FromSeconds(10), TimeSpan.FromHours(24),
            s => s.RemedyInterval, (s, v) => s with { RemedyInterval = v },
            "The same remedy is applied to the same mount or map at most once in this time."),
        Of("metrics", "listen", "ADDRESS:PORT, [ADDRESS]:PORT for IPv6, or off",
            SettingValue.Listen, SettingValue.Print, s => s.Listen, (s, v) => s with { Listen = v },
            "Where metrics and the status page are served over HTTP. Whoever can reach the address can read them. off: nowhere."),
        Of("log", "level", "debug, info, warning or error",
            SettingValue.Level, SettingValue.Print, s => s.LogLevel, (s, v) => s with { LogLevel = v },
            "The least level that is logged. info logs changes only; debug logs every look as well."),
    ];

    private static SettingKey Interval(
        string section, Func<Settings, TimeSpan> get, Func<Settings, TimeSpan, Settings> set, string explanation) =>
        Duration(section, "interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), get, set, explanation);

    private static SettingKey Timeout(
        string section, Func<Settings, TimeSpan> get, Func<Settings, TimeSpan, Settings> set, string explanation) =>
        Duration(section, "timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), get, set, explanation);

    private static SettingKey Duration(
        string section,
        string name,
        TimeSpan least,
        TimeSpan most,
        Func<Settings, TimeSpan> get,
        Func<Settings, TimeSpan, Settings> set,
        string explanation) =>
        Of(section, name, $"{SettingValue.Print(least)} to {SettingValue.Print(most)}",
            text => SettingValue.Duration(text, least, most), SettingValue.Print, get, set, explanation);

    private static SettingKey Of<T>(
        string section,
        string name,
        string form,
        Func<string, Parsed<T>> parse,
        Func<T, string> print,
        Func<Settings, T> get,
        Func<Settings, T, Settings> set,
        string explanation) =>
        new(section, name, form, print(get(new Settings())), explanation, (settings, text) =>
        {
            var (value, problem) = parse(text);
            return problem is null ? new(set(settings, value), null) : new(settings, problem);
        });
}
