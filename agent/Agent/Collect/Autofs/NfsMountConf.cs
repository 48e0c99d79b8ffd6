using System.Collections.Immutable;
using Automount.Files;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// Reads nfsmount.conf(5) and its drop-ins as mount.nfs of nfs-utils 2.5.4 and later does (utils/mount/configfile.c): drop-ins in the order
/// of their names, a later value of an option wins. <c>Default…</c> options only say where a negotiation begins, and are left out.
/// </summary>
internal static class NfsMountConf
{
    private const string Suffix = ".conf";

    /// <summary>Reads the files. It never throws; a file that cannot be read says nothing.</summary>
    public static ImmutableArray<NfsMountSetting> Read(HostPaths paths)
    {
        var names = (LibCDirectory.Names(paths.NfsMountConfDirectory) ?? []).Where(IsDropIn).Order(StringComparer.Ordinal);
        string[] files = [paths.NfsMountConf, .. names.Select(name => Path.Combine(paths.NfsMountConfDirectory, name))];
        return Effective(files.SelectMany(file => Parse(Text(file), file)));
    }

    /// <summary>The settings of one file, in order.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="file">Its path.</param>
    internal static IEnumerable<NfsMountSetting> Parse(string text, string file) =>
        from entry in IniFile.Parse(text, file).Entries
        let section = SectionOf(entry.Section)
        let option = OptionOf(entry.Key.ToLowerInvariant(), entry.Value)
        where section is not null && option is not null
        select new NfsMountSetting(section.Value.Scope, section.Value.Of, option, entry.File, entry.Line);

    private static ImmutableArray<NfsMountSetting> Effective(IEnumerable<NfsMountSetting> settings) =>
        [.. settings.GroupBy(s => (s.Scope, s.Of, s.Name)).Select(same => same.Last())];

    private static bool IsDropIn(string name) =>
        name[0] != '.' && name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal);

    private static (NfsMountScope Scope, string Of)? SectionOf(string section)
    {
        var words = section.Split([' ', '\t', '"'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var global] when global.Equals("NFSMount_Global_Options", StringComparison.OrdinalIgnoreCase) => (NfsMountScope.Global, ""),
            [var kind, var of] when kind.Equals("Server", StringComparison.OrdinalIgnoreCase) => (NfsMountScope.Server, of),
            [var kind, var of] when kind.Equals("MountPoint", StringComparison.OrdinalIgnoreCase) => (NfsMountScope.MountPoint, of),
            _ => null,
        };
    }

    /// <summary>The option that is appended; null for none.</summary>
    private static string? OptionOf(string name, string value)
    {
        var comment = value.IndexOf('#');
        value = (comment < 0 ? value : value[..comment]).Trim().Trim('"');
        if (name.StartsWith("default", StringComparison.Ordinal))
        {
            return null;
        }

        return value.ToLowerInvariant() switch
        {
            "" => null,
            "true" => name,
            "false" => $"no{name}",
            _ => $"{name}={value}",
        };
    }

    private static string Text(string file)
    {
        try
        {
            return GuardedFile.ReadText(file, GuardedFile.MaxConfigurationBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
