using AutomountAgent.Model;

namespace AgentTests.Collect.Pods;

/// <summary>A tree that looks like /proc and /var/log of a node with containers.</summary>
internal sealed class FakeNode : IDisposable
{
    public const string Uid = "0f1e2d3c-aaaa-bbbb-cccc-0123456789ab";

    /// <summary>The node: its disk, and automount's root /home with one key mounted.</summary>
    public const string Own = """
        21 1 8:1 / / rw,relatime shared:1 - xfs /dev/vda1 rw
        22 21 0:40 / /home rw shared:2 - autofs auto.home rw,fd=5,pgrp=999,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=77
        23 22 0:52 / /home/u7 rw shared:3 - nfs4 nfs1:/exports/home/u7 rw,vers=4.2,hard,addr=192.0.2.1
        24 21 0:60 / /var/lib/kubelet/pods/x/volumes/pv rw shared:4 - nfs4 nfs9:/pv rw,vers=4.2,hard,addr=192.0.2.9

        """;

    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("pods-");

    public FakeNode()
    {
        Process(Environment.ProcessId, "mnt:[1]", Own);
        Write("proc/self/mountinfo", Own);
        Listen(999, 77);
    }

    public HostPaths Paths => new(tree.FullName);

    public void Dispose() => tree.Delete(recursive: true);

    /// <summary>A process with its mount table.</summary>
    public void Process(int pid, string space, string mounts, string cgroup = "0::/init.scope\n")
    {
        Write($"proc/{pid}/mountinfo", mounts);
        Write($"proc/{pid}/cgroup", cgroup);
        Write($"proc/{pid}/comm", "app\n");
        Link($"proc/{pid}/ns/mnt", space);
    }

    /// <summary>A container of pod shop/web-1, with the lines of its mount table besides that of its root.</summary>
    public void Container(int pid, params string[] mounts)
    {
        var id = $"{pid:d64}".Replace('0', 'a');
        Process(
            pid,
            $"mnt:[{pid}]",
            string.Join('\n', ["100 1 0:90 / / rw - overlay overlay rw,lowerdir=/x", .. mounts, ""]),
            $"0::/kubepods.slice/kubepods-pod{Uid.Replace('-', '_')}.slice/crio-{id}.scope\n");
        Write($"var/log/containers/web-1_shop_app_x-{id}.log", "");
        Write($"var/log/containers/web-1_shop_app-{id}.log", "");
        tree.CreateSubdirectory($"var/log/pods/shop_web-1_{Uid}");
    }

    /// <summary>A daemon that has the other end of an autofs mount's pipe.</summary>
    public void Listen(int pid, long pipe) => Link($"proc/{pid}/fd/5", $"pipe:[{pipe}]");

    public void End(int pid) => Directory.Delete(Path.Combine(tree.FullName, $"proc/{pid}"), recursive: true);

    public void Write(string path, string text)
    {
        var file = Path.Combine(tree.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Link(string path, string target)
    {
        var link = Path.Combine(tree.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.Delete(link);
        File.CreateSymbolicLink(link, target);
    }
}
