using System.Collections.Frozen;
using System.Text;
using Automount.Files;
using AutomountAgent.Collect.Programs;
using AutomountAgent.History;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Bundle;

/// <summary>
/// The parts of a bundle that are read from the node. This list is all that leaves it. Nothing below an automount point is touched, and no
/// program is asked but the one that knows the versions of packages.
/// </summary>
/// <param name="paths">Where the node's files are.</param>
/// <param name="journal">The journal.</param>
/// <param name="deadline">After so long the program that knows the packages is killed.</param>
/// <param name="time">Clock.</param>
internal sealed class NodeParts(HostPaths paths, JournalText journal, TimeSpan deadline, TimeProvider time)
{
    private const int MaxFile = 8 * 1024 * 1024;

    private static readonly string[] Packages =
    [
        "automount-agent", "autofs", "sssd", "sssd-ldap", "sssd-common", "libsss_autofs", "libsss-autofs", "nfs-utils", "nfs-common",
        "openldap", "libldap", "systemd", "kernel", "kernel-core",
    ];

    /// <summary>The parts.</summary>
    public IEnumerable<BundlePart> All =>
    [
        Part("history.json", paths.StateDirectory, History),
        Part("journal/automount-agent.txt", "the journal", () => journal.OfUnit("automount-agent.service")),
        Part("journal/sssd.txt", "the journal", () => journal.OfUnit("sssd.service")),
        Part("journal/autofs.txt", "the journal", () => journal.OfUnit("autofs.service")),
        Part("journal/kernel-nfs.txt", "the journal: NFS, RPC, autofs and hung tasks", journal.OfKernel),
        Configuration("agent.conf", HarmlessKeys.Agent, [paths.AgentConf], [paths.VendorConfDirectory, paths.AgentConfDirectory]),
        Configuration("autofs.conf", HarmlessKeys.Autofs, [paths.AutofsConf], []),
        Configuration("nfsmount.conf", HarmlessKeys.NfsMount, [paths.NfsMountConf], [paths.NfsMountConfDirectory]),
        Configuration("sssd.conf", HarmlessKeys.Sssd, [paths.SssdConf], [paths.SssdConfDirectory]),
        Part("configuration/nsswitch.conf", paths.Nsswitch, NsswitchLine),
        Part("mounts/mountinfo.txt", paths.NodeMountInfo, () => MountText.Table(Bytes(paths.NodeMountInfo))),
        Part("mounts/mountstats.txt", paths.NodeMountStats, () => MountText.Statistics(Bytes(paths.NodeMountStats))),
        Part("system/kernel.txt", "uname(2)", Kernel),
        Part("system/os-release.txt", paths.OsRelease, () => Encoding.UTF8.GetString(Bytes(paths.OsRelease))),
        new("system/packages.txt", "the database of packages", PackagesAsync),
    ];

    /// <summary>A part whose reading may block: it has a thread of its own, which is left behind when that takes too long.</summary>
    private BundlePart Part(string name, string source, Func<string> read) => new(name, source, async cancel =>
    {
        using var thread = new CallThread(name, time);
        return await thread.RunAsync(read, Timeout.InfiniteTimeSpan, cancel);
    });

    private BundlePart Configuration(string name, FrozenSet<string> harmless, string[] files, string[] folders) => Part(
        $"configuration/{name}",
        string.Join(", ", files.Concat(folders)),
        () => string.Concat(files.Concat(folders.SelectMany(Snippets)).Select(file => Masked(file, harmless))));

    private string History()
    {
        var history = new HistoryFile(paths.StateDirectory).Read();
        return HistoryText.Document(history.Records, history.Unreadable);
    }

    private static string Masked(string file, FrozenSet<string> harmless)
    {
        try
        {
            var text = GuardedFile.ReadText(file, GuardedFile.MaxConfigurationBytes);
            return MaskedConfiguration.Of(text, file, harmless);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"# {file}: {e.Message}\n";
        }
    }

    private static IEnumerable<string> Snippets(string folder) => (LibCDirectory.Names(folder) ?? [])
        .Where(name => name.EndsWith(".conf", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => Path.Combine(folder, name));

    private string NsswitchLine() => string.Concat(
        GuardedFile.ReadText(paths.Nsswitch, GuardedFile.MaxConfigurationBytes)
            .Split('\n')
            .Where(line => line.TrimStart().StartsWith("automount:", StringComparison.Ordinal))
            .Select(line => line + '\n'));

    private static string Kernel()
    {
        var kernel = LibCUname.Read();
        return $"{kernel.Release} {kernel.Version} {kernel.Machine}\n";
    }

    /// <summary>rpm(8), or dpkg-query(1). Packages that are not installed are no failure.</summary>
    private async Task<string> PackagesAsync(CancellationToken cancel)
    {
        string[] command = File.Exists(paths.DpkgQuery)
            ? [paths.DpkgQuery, "-W", "-f", "${Package} ${Version} ${Architecture}\n", .. Packages]
            : [paths.Rpm, "-q", .. Packages];
        var answer = await new ChildProgram(deadline).RunAsync(command, ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"], cancel);
        return answer.Status is null ? throw new IOException($"{command[0]} did not end") : answer.Output;
    }

    private static byte[] Bytes(string path) => GuardedFile.ReadBytes(path, MaxFile);
}
