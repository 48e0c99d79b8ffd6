namespace AutomountAgent.Model;

/// <summary>
/// Where the node's files are. No other type builds an absolute path, so that tests can point the agent at a tree of their own.
/// </summary>
/// <param name="root">The root of the node's file system: <c>/</c>, or a fixture tree.</param>
internal sealed class HostPaths(string root)
{
    /// <summary>The node itself.</summary>
    public static HostPaths Host { get; } = new("/");

    /// <summary>sssd.conf(5).</summary>
    public string SssdConf => At("etc/sssd/sssd.conf");

    /// <summary>Folder of sssd's configuration snippets.</summary>
    public string SssdConfDirectory => At("etc/sssd/conf.d");

    /// <summary>Socket of sssd's autofs responder.</summary>
    public string SssdAutofsSocket => At("var/lib/sss/pipes/autofs");

    /// <summary>The host's own Kerberos keys (keytab).</summary>
    public string Keytab => At("etc/krb5.keytab");

    /// <summary>sss_cache(8).</summary>
    public string SssCache => At("usr/sbin/sss_cache");

    /// <summary>nsswitch.conf(5).</summary>
    public string Nsswitch => At("etc/nsswitch.conf");

    /// <summary>autofs.conf(5).</summary>
    public string AutofsConf => At("etc/autofs.conf");

    /// <summary>nfsmount.conf(5).</summary>
    public string NfsMountConf => At("etc/nfsmount.conf");

    /// <summary>Folder of the drop-ins of nfsmount.conf.</summary>
    public string NfsMountConfDirectory => At("etc/nfsmount.conf.d");

    /// <summary>
    /// Environment variables of autofs.service, its options among them: on RHEL, and on Debian. The first that is there counts.
    /// </summary>
    public IReadOnlyList<string> AutofsEnvironment => [At("etc/sysconfig/autofs"), At("etc/default/autofs")];

    /// <summary>The root directory.</summary>
    public string Root => root;

    /// <summary>There on a system that ostree has booted, such as CoreOS.</summary>
    public string OstreeBooted => At("run/ostree-booted");

    /// <summary>proc(5): the file system types that the kernel has loaded.</summary>
    public string FileSystems => At("proc/filesystems");

    /// <summary>Where mount(8) finds its helpers.</summary>
    public IReadOnlyList<string> MountHelperDirectories => [At("usr/sbin"), At("sbin")];

    /// <summary>The file of a map, which autofs names by its absolute path.</summary>
    public string MapFile(string path) => At(path.TrimStart('/'));

    /// <summary>proc(5): the mount table of this process.</summary>
    public string MountInfo => At("proc/self/mountinfo");

    /// <summary>proc(5): NFS statistics of every mount.</summary>
    public string MountStats => At("proc/self/mountstats");

    /// <summary>The kernel's log (dmesg(1)), one record for each read(2).</summary>
    public string KernelLog => At("dev/kmsg");

    /// <summary>proc(5): one folder for each process.</summary>
    public string Processes => At("proc");

    /// <summary>The folder of one process in proc(5).</summary>
    public string Process(int pid) => At($"proc/{pid}");

    /// <summary>selinuxfs: <c>1</c> while SELinux is enforcing.</summary>
    public string SelinuxEnforce => At("sys/fs/selinux/enforce");

    /// <summary>selinuxfs: the value of a boolean (booleans(8)).</summary>
    public string SelinuxBoolean(string name) => At($"sys/fs/selinux/booleans/{name}");

    /// <summary>Where the kubelet keeps the logs of pods: one folder for each.</summary>
    public string PodLogs => At("var/log/pods");

    /// <summary>Where the kubelet keeps a link for each container: <c>POD_NAMESPACE_CONTAINER-ID.log</c>.</summary>
    public string ContainerLogs => At("var/log/containers");

    /// <summary>proc(5): the state of one process.</summary>
    public string ProcessStat(int pid) => At($"proc/{pid}/stat");

    /// <summary>proc(5): one folder for each thread of a process.</summary>
    public string Threads(int pid) => At($"proc/{pid}/task");

    /// <summary>proc(5): the state of one thread.</summary>
    public string ThreadStat(int pid, string thread) => At($"proc/{pid}/task/{thread}/stat");

    /// <summary>proc_pid_stat(5) of this process.</summary>
    public string OwnStat => At("proc/self/stat");

    /// <summary>proc_pid_limits(5) of this process.</summary>
    public string OwnLimits => At("proc/self/limits");

    /// <summary>proc(5): one link for each open descriptor of this process.</summary>
    public string OwnDescriptors => At("proc/self/fd");

    /// <summary>random(4): an id that is new with each boot.</summary>
    public string BootId => At("proc/sys/kernel/random/boot_id");

    /// <summary>proc(5): the mount table of the node, whatever namespace this process is in.</summary>
    public string NodeMountInfo => At("proc/1/mountinfo");

    /// <summary>proc(5): NFS statistics of every mount of the node.</summary>
    public string NodeMountStats => At("proc/1/mountstats");

    /// <summary>os-release(5).</summary>
    public string OsRelease => At("etc/os-release");

    /// <summary>rpm(8).</summary>
    public string Rpm => At("usr/bin/rpm");

    /// <summary>dpkg-query(1).</summary>
    public string DpkgQuery => At("usr/bin/dpkg-query");

    /// <summary>What the daemon keeps: <c>StateDirectory=</c> of its unit.</summary>
    public string StateDirectory => At("var/lib/automount-agent");

    /// <summary>proc_uptime(5): seconds since the boot.</summary>
    public string Uptime => At("proc/uptime");

    /// <summary>proc(5): what the kernel knows of an open descriptor of this process.</summary>
    public string DescriptorInfo(int descriptor) => At($"proc/self/fdinfo/{descriptor}");

    /// <summary>Configuration shipped with the agent.</summary>
    public string VendorConfDirectory => At("usr/lib/automount-agent/agent.conf.d");

    /// <summary>The administrator's configuration file.</summary>
    public string AgentConf => At("etc/automount-agent/agent.conf");

    /// <summary>The administrator's configuration snippets.</summary>
    public string AgentConfDirectory => At("etc/automount-agent/agent.conf.d");

    /// <summary>Places where libsss_autofs is installed, in the order in which they are tried.</summary>
    public IReadOnlyList<string> SssAutofsLibraries =>
    [
        At("usr/lib64/sssd/modules/libsss_autofs.so"),
        At("usr/lib/x86_64-linux-gnu/sssd/modules/libsss_autofs.so"),
        At("usr/lib/sssd/modules/libsss_autofs.so"),
    ];

    /// <summary>Places where a library of sssd's providers is installed, in the order in which they are tried.</summary>
    /// <param name="name">Its file name.</param>
    public IReadOnlyList<string> SssdLibraries(string name) =>
        [At($"usr/lib64/sssd/{name}"), At($"usr/lib/x86_64-linux-gnu/sssd/{name}"), At($"usr/lib/sssd/{name}")];

    /// <summary>The log of one domain of sssd.</summary>
    public string SssdLog(string domain) => At($"var/log/sssd/sssd_{domain}.log");

    /// <summary>A path of the node.</summary>
    /// <param name="relative">The path without its leading slash.</param>
    public string At(string relative) => Path.Combine(root, relative);
}
