using System.Diagnostics;
using System.Text;
using NodeTests.Support;

namespace NodeTests.Differential;

/// <summary>A call of mount(8) by automount.</summary>
/// <param name="Where">The mount point.</param>
/// <param name="Type">Of <c>-t</c>; <c>bind</c> for <c>--bind</c>.</param>
/// <param name="Options">Of <c>-o</c>, empty when not given.</param>
/// <param name="What">The source.</param>
internal sealed record MountCall(string Where, string Type, string Options, string What);

/// <summary>
/// automount in namespaces of its own: one program map, servers that answer on AnyIP addresses of the loopback, and a recorder in place of
/// mount(8). Nothing of it is seen outside, and nothing is left when it is killed.
/// </summary>
internal sealed class PrivateAutomount : IDisposable
{
    public const string Root = "/mnt/m";

    /// <summary>Names that resolve. None of them is an address of an interface, which would be mounted by bind.</summary>
    public static readonly string[] Hosts = ["nfs1", "nfs2", "nfs3", "host", "h", "[fd77::1]", "10.77.0.9", "nfs1.example.com"];

    private readonly string work = Directory.CreateTempSubdirectory("differential-").FullName;
    private readonly Process daemon;
    private readonly RpcResponder servers;

    /// <param name="options">Options of the map in the master map.</param>
    /// <param name="settings">Lines of autofs.conf.</param>
    public PrivateAutomount(string options, string settings)
    {
        var program = Environment.GetEnvironmentVariable("AUTOMOUNT_PROGRAM") ?? "/usr/sbin/automount";
        var conf = Environment.GetEnvironmentVariable("AUTOMOUNT_CONF") ?? "/etc/autofs.conf";
        foreach (var directory in new[] { "entries", "fail", "calls" })
        {
            Directory.CreateDirectory($"{work}/{directory}");
        }

        File.Copy(Path.GetFullPath(File.ResolveLinkTarget("/bin/mount", true)?.FullName ?? "/bin/mount"), $"{work}/mount.real");
        Script(
            "map",
            $"""[ -f "{work}/entries/$1" ] || exit 1; while IFS= read -r line || [ -n "$line" ]; do printf '%s' "$line"; done < "{work}/entries/$1" """);
        Script("mount", Recorder());
        File.WriteAllText(
            $"{work}/hosts", "127.0.0.1 localhost\n10.77.0.1 nfs1 nfs1.example.com\n10.77.0.2 nfs2\n10.77.0.3 nfs3\n10.77.0.4 host h\n");
        File.WriteAllText($"{work}/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nautomount: files\n");
        File.WriteAllText(
            $"{work}/autofs.conf",
            $"[ autofs ]\nbrowse_mode = no\nnegative_timeout = 1\nuse_hostname_for_mounts = yes\nmount_nfs_default_protocol = 4\n{settings}\n");
        File.WriteAllText($"{work}/master", $"{Root} program:{work}/map {options}\n");
        Script("start", $"""
            set -e
            ip link set lo up
            ip addr add 10.78.0.1/24 dev lo
            ip route add local 10.77.0.0/24 dev lo
            ip -6 addr add fd78::1/64 dev lo nodad || true
            ip -6 route add local fd77::/64 dev lo || true
            mount -t tmpfs none /run
            mount -t tmpfs none /mnt
            mkdir -p {Root} /mnt/srv/data /mnt/srv/other
            mkdir -p $(dirname {conf}); [ -e {conf} ] || touch {conf}
            mount --bind {work}/autofs.conf {conf}
            mount --bind {work}/hosts /etc/hosts
            mount --bind {work}/nsswitch.conf /etc/nsswitch.conf
            mount --bind {work}/mount $(readlink -f /bin/mount)
            touch {work}/ready
            while [ ! -e {work}/go ]; do sleep 0.05; done
            exec {program} --foreground --dont-check-daemon --verbose {work}/master > {work}/log 2>&1
            """);

        // Of its own process group, because what is done in automount's own group triggers no mount.
        daemon = Process.Start(
            new ProcessStartInfo("setsid", ["unshare", "--mount", "--net", "--propagation", "private", $"{work}/start"]))!;
        Await("the namespaces", () => File.Exists($"{work}/ready"));
        servers = new RpcResponder(daemon.Id);
        File.WriteAllText($"{work}/go", "");
        Await("automount", () => MountPoints().Contains(Root));
    }

    /// <summary>What automount logged.</summary>
    public string Log => File.Exists($"{work}/log") ? File.ReadAllText($"{work}/log") : "";

    public bool IsAlive => !daemon.HasExited;

    /// <summary>Puts an entry into the map.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value. A program map hands over what has no newline and does not begin with a blank or a backslash as it
    /// is.</param>
    /// <param name="fail">Let every mount of it fail, so that all replicas are tried.</param>
    public void Add(string key, string value, bool fail)
    {
        File.WriteAllText($"{work}/entries/{key}", value, new UTF8Encoding(false));
        if (fail)
        {
            File.WriteAllText($"{work}/fail/{key}", "");
        }
    }

    /// <summary>Touches all keys, and then the offsets that appear, until there are no new ones.</summary>
    public void Trigger(IEnumerable<string> keys, int seconds)
    {
        var todo = keys.Select(k => $"{Root}/{k}").ToList();
        var seen = todo.ToHashSet();
        for (var round = 0; todo.Count > 0 && round < 6; round++)
        {
            Task.WaitAll([.. todo.Index()
                .GroupBy(t => t.Index % 4, t => t.Item)
                .Select((group, i) => Task.Run(() => Touch($"{round}-{i}", group, seconds)))]);
            todo = [.. MountPoints().Where(p => p.StartsWith(Root + "/", StringComparison.Ordinal) && seen.Add(p))];
        }
    }

    /// <summary>All calls of mount(8) so far.</summary>
    public IReadOnlyList<MountCall> Calls() =>
        [.. Directory.EnumerateFiles($"{work}/calls").Select(f => Call(File.ReadAllText(f).Split('\0')[..^1]))];

    /// <summary>Mount points in automount's namespace, of file system type autofs when asked for.</summary>
    public IReadOnlyList<string> MountPoints(string? type = null) =>
    [
        .. File.ReadAllLines($"/proc/{daemon.Id}/mountinfo").Select(l => l.Split(' '))
            .Where(f => type is null || f[Array.IndexOf(f, "-") + 1] == type).Select(f => Unescape(f[4])),
    ];

    /// <summary>Symbolic links in the root of the map, and where they lead.</summary>
    public IReadOnlyDictionary<string, string> Links() => Shell
        .Must($"nsenter -m -t {daemon.Id} find {Root} -maxdepth 1 -type l -printf '%p\\t%l\\n'").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => l.Split('\t')).ToDictionary(l => l[0], l => l[1]);

    public void Dispose()
    {
        servers.Dispose();
        daemon.Kill();
        daemon.WaitForExit();
        daemon.Dispose();
        Directory.Delete(work, recursive: true);
    }

    private string Recorder() => $$"""
        printf '%s\0' "$@" > {{work}}/calls/$$.tmp
        mv {{work}}/calls/$$.tmp {{work}}/calls/$$-$(cat /proc/sys/kernel/random/uuid)
        for where; do :; done
        key=${where#{{Root}}/}
        [ -f "{{work}}/fail/${key%%/*}" ] && exit 32
        case " $* " in *" --bind "*) exec {{work}}/mount.real "$@";; esac
        exec {{work}}/mount.real -n -t tmpfs none "$where"
        """;

    private void Script(string name, string text)
    {
        File.WriteAllText($"{work}/{name}", $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode($"{work}/{name}", (UnixFileMode)0b111_101_101);
    }

    private void Touch(string name, IEnumerable<string> paths, int seconds)
    {
        File.WriteAllText($"{work}/touch-{name}", string.Concat(paths.Select(p => p + "\n")));
        Shell.Must(
            $"nsenter -m -t {daemon.Id} bash -c 'while IFS= read -r path; do [[ -d $path/. ]]; done; true' < {work}/touch-{name}", seconds);
    }

    private static MountCall Call(string[] arguments)
    {
        var type = Array.IndexOf(arguments, "-t") is >= 0 and var t ? arguments[t + 1] : arguments.Contains("--bind") ? "bind" : "";
        var options = Array.IndexOf(arguments, "-o") is >= 0 and var o ? arguments[o + 1] : "";
        return new MountCall(arguments[^1].TrimEnd('/'), type, options, arguments[^2]);
    }

    private static string Unescape(string path) =>
        path.Replace("\\040", " ").Replace("\\011", "\t").Replace("\\012", "\n").Replace("\\134", "\\");

    private void Await(string what, Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(50))
        {
            if (daemon.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException($"{what} did not start: {Log}");
            }
        }
    }
}
