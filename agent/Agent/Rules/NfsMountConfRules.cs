using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Derive;

namespace AutomountAgent.Rules;

/// <summary>Options of nfsmount.conf that change how the entries of the maps are mounted.</summary>
internal static class NfsMountConfRules
{
    private const int MaxShown = 128;

    /// <summary>Judges the options that decide whether calls wait, and which service of a server is used.</summary>
    public static IEnumerable<Finding> Run(NodeState state) => state.Maps.Inputs.Node.NfsMountSettings
        .Where(setting => IsUsed(setting, state))
        .Select(setting => Judge(setting, state))
        .OfType<Finding>();

    private static bool IsUsed(NfsMountSetting setting, NodeState state) => setting.Scope switch
    {
        NfsMountScope.Server => state.Analysis.Servers.Any(s => s.Host.Equals(setting.Of, StringComparison.OrdinalIgnoreCase)),
        NfsMountScope.MountPoint => state.Maps.ResolveKernelPath(setting.Of).Mount is { Kind: MountKind.Nfs },
        _ => state.Analysis.Servers.Count > 0,
    };

    private static Finding? Judge(NfsMountSetting setting, NodeState state) => setting.Name switch
    {
        "soft" or "softerr" => Make(setting, state, "it wins over hard, so calls fail when the server does not answer in time"),
        "hard" => Info(setting, state, "it wins over soft, so calls wait for the server without end"),
        "vers" or "nfsvers" or "minorversion" or "v2" or "v3" or "v4" or "v4.0" or "v4.1" or "v4.2" =>
            Info(setting, state, "entries that give no version are mounted with this one"),
        "port" => Info(setting, state, "entries that give no port are mounted from this one"),
        _ => null,
    };

    private static Finding Info(NfsMountSetting setting, NodeState state, string what) =>
        Make(setting, state, what) with { Reduced = Severity.Info };

    private static Finding Make(NfsMountSetting setting, NodeState state, string what)
    {
        var of = Printable.Escape(setting.Of, MaxShown);
        var mounts = setting.Scope switch
        {
            NfsMountScope.Server => $"every mount of {of}",
            NfsMountScope.MountPoint => $"the mount of {of}",
            _ => $"every mount of NFS, of {state.Analysis.Servers[0].Host} for one",
        };
        var option = Printable.Escape(setting.Option, MaxShown);
        return new()
        {
            Kind = MapSourceFindings.NfsMountConf,
            Subject = $"{setting.File}:{setting.Line}",
            Message = $"{setting.File}:{setting.Line} appends {option} to the options of {mounts}: {what}",
            Source = new FindingSource(File: setting.File, Line: setting.Line),
        };
    }
}
