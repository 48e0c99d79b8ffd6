using System.Globalization;
using System.Text;
using AutomountAgent.Interop;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>
/// What proc(5) says about processes, as text: no link is followed and no path of a mount is walked. A process that is gone, or that may
/// not be inspected, is null; neither is a fault. Not thread-safe.
/// </summary>
internal sealed class ProcessFiles(HostPaths host)
{
    private const int MaxProcesses = 65_536;
    private const int MaxDescriptors = 4096;
    private const int MaxText = 8 * 1024 * 1024;

    private readonly PodNames pods = new(host);
    private byte[] buffer = new byte[16 * 1024];

    /// <summary>The ids of all processes.</summary>
    public IEnumerable<int> Pids() =>
        (LibCDirectory.Names(host.Processes, MaxProcesses + 1000) ?? [])
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    /// <summary>The mount namespace of a process, for example <c>mnt:[4026531841]</c>.</summary>
    public string? MountNamespace(int pid) => LibCFiles.TryReadLink(At(pid, "ns/mnt"));

    /// <summary>The pid namespace of a process (pid_namespaces(7)), for example <c>pid:[4026531836]</c>.</summary>
    public string? PidNamespace(int pid) => LibCFiles.TryReadLink(At(pid, "ns/pid"));

    /// <summary>The mount table as the process has it.</summary>
    public MountTable? MountTable(int pid) =>
        Bytes(At(pid, "mountinfo")) is { IsEmpty: false } text ? Proc.MountTable.Parse(text.ToArray()) : null;

    /// <summary>The process, named.</summary>
    public ProcessName Name(int pid)
    {
        var (pod, container) = Container(pid);
        return new(pid, Comm(pid), pod, container);
    }

    /// <summary>
    /// The pod of a process as <c>namespace/name</c> (by its UID where no name is known) and the shortened id of its container, both empty
    /// where it is in none.
    /// </summary>
    public (string Pod, string Container) Container(int pid)
    {
        var (pod, container) = CgroupPod.Find(Text(At(pid, "cgroup")));
        return (pod.Length > 0 ? pods.Find(pod) : "", container);
    }

    /// <summary>NFS statistics of the mounts that the process has, by mount point.</summary>
    public IReadOnlyDictionary<string, NfsStatistics> MountStatistics(int pid) => MountStats.Parse(Bytes(At(pid, "mountstats")));

    /// <summary>The name of a process (<c>comm</c>).</summary>
    public string Comm(int pid) => Text(At(pid, "comm")).TrimEnd('\n');

    /// <summary>
    /// What the process has open and where it stands. The text of a link is the name of a file, or for example <c>pipe:[123]</c>.
    /// </summary>
    public IEnumerable<(string How, string Path)> Files(int pid)
    {
        foreach (var (how, name) in new[] { ("working directory", "cwd"), ("root directory", "root"), ("program", "exe") })
        {
            if (LibCFiles.TryReadLink(At(pid, name)) is { } path)
            {
                yield return (how, path);
            }
        }

        foreach (var path in Descriptors(pid) ?? [])
        {
            yield return ("open file", path);
        }
    }

    /// <summary>What the descriptors of a process point to; null when it may not be looked at, or is gone.</summary>
    public IEnumerable<string>? Descriptors(int pid)
    {
        var folder = At(pid, "fd");
        return LibCDirectory.Names(folder, MaxDescriptors)?.Select(
            name => LibCFiles.TryReadLink(Path.Combine(folder, name))).OfType<string>();
    }

    /// <summary>
    /// The files that a process has mapped. Reading them needs the lock of its memory, which a process in D state (proc_pid_stat(5)) may
    /// hold for as long as its server is silent: such a one is not asked.
    /// </summary>
    public IEnumerable<string> MappedFiles(int pid)
    {
        if (ProcessState.Parse(Text(At(pid, "stat"))) is null or 'D')
        {
            return [];
        }

        return Text(At(pid, "maps"))
            .Split('\n')
            .Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "")
            .Where(path => path.Length > 0)
            .Distinct();
    }

    /// <summary>
    /// The pipes that a process has open, by inode; empty when it is gone, null when it may not be looked at. A process that got the number
    /// of a dead daemon has other ones.
    /// </summary>
    public IReadOnlySet<long>? Pipes(int pid)
    {
        if (Descriptors(pid) is not { } open)
        {
            return LibCDirectory.Names(At(pid, ""), 1) is null ? new HashSet<long>() : null;
        }

        return open
            .Select(path => path.StartsWith("pipe:[", StringComparison.Ordinal)
                && long.TryParse(path.AsSpan()["pipe:[".Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                    ? inode
                    : -1)
            .Where(inode => inode >= 0)
            .ToHashSet();
    }

    private string At(int pid, string name) => Path.Combine(host.Process(pid), name);

    private string Text(string path) => Encoding.UTF8.GetString(Bytes(path));

    /// <summary>The content of a file, valid until the next one is read; empty when it cannot be read.</summary>
    private ReadOnlySpan<byte> Bytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var length = 0;
            for (int count; length < MaxText && (count = file.Read(buffer, length, buffer.Length - length)) > 0;)
            {
                length += count;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * length);
                }
            }

            return buffer.AsSpan(0, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
