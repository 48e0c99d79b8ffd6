using System.Collections.Frozen;
using Automount.Text;

namespace Automount.Lint;

/// <summary>Names of the mount options of one file system type other than NFS.</summary>
/// <param name="Helper">The type as mount(8) names its helper.</param>
/// <param name="Names">The names.</param>
/// <param name="Values">The values of those options that have a closed list of them.</param>
internal sealed record HelperOptionTable(string Helper, FrozenSet<string> Names, FrozenDictionary<string, string[]> Values)
{
    /// <summary>
    /// What mount(8) of util-linux 2.42 has for every file system (libmount/src/optmap.c), the contexts of SELinux, what automount takes
    /// away, and owner and mode, which more than one of these types has.
    /// </summary>
    private const string Common =
        "ro rw exec noexec suid nosuid dev nodev sync async dirsync atime noatime diratime nodiratime relatime norelatime strictatime " +
        "nostrictatime lazytime nolazytime iversion noiversion mand nomand loud silent defaults auto noauto user nouser users nousers " +
        "owner noowner group nogroup nofail _netdev remount symfollow private slave shared " +
        "context fscontext defcontext rootcontext comment fstype nosymfollow sloppy timeout browse nobrowse uid gid umask nobind symlink";

    /// <summary>Linux up to 6.15, fs/smb/client/fs_context.c; cifs-utils 4.9 to 7.6, mount.cifs.c.</summary>
    private const string Cifs =
        "user_xattr nouser_xattr forceuid noforceuid multichannel nomultichannel forcegid noforcegid noblocksend noautotune nolease hard " +
        "nohard soft nosoft perm noperm nodelete mapposix nomapposix mapchars nomapchars sfu nosfu nodfs posixpaths noposixpaths unix " +
        "nounix linux nolinux posix noposix nocase ignorecase brl nobrl handlecache nohandlecache forcemandatorylock forcemand " +
        "setuidfromacl idsfromsid setuids nosetuids dynperm nodynperm intr nointr strictsync nostrictsync serverino noserverino " +
        "rwpidforward cifsacl acl noacl locallease sign ignore_signature signloosely seal noac fsc mfsymlinks multiuser nosharesock " +
        "persistenthandles nopersistenthandles resilienthandles noresilienthandles tcpnodelay notcpnodelay nosparse domainauto rdma " +
        "modesid modefromsid rootfs compress witness backupuid backupgid cruid file_mode dirmode dir_mode port min_enc_offload retrans " +
        "esize bsize rasize rsize wsize actimeo acdirmax acregmax closetimeo echo_interval max_credits max_cached_dirs handletimeout " +
        "snapshot max_channels source username pass password pass2 password2 ip addr domain dom workgroup srcaddr iocharset " +
        "netbiosname servern ver vers sec cache guest cred credentials unc target path prefixpath reparse symlink symlinkroot " +
        "nativesocket nonativesocket upcall_target unicode nounicode nbsessinit nonbsessinit fmask dmask dirm nolock";

    /// <summary>Linux up to 6.12, fs/ceph/super.c and net/ceph/ceph_common.c; Ceph, src/mount/mount.ceph.c and mount.ceph(8).</summary>
    private const string Ceph =
        "mount_timeout caps_wanted_delay_min caps_wanted_delay_max caps_max readdir_max_entries readdir_max_bytes write_congestion_kb " +
        "rasize rsize wsize snapdirname mds_namespace fs mon_addr recover_session rbytes norbytes dirstat nodirstat asyncreaddir " +
        "noasyncreaddir dcache nodcache ino32 noino32 fsc nofsc poolperm nopoolperm require_active_mds norequire_active_mds acl noacl " +
        "quotadf noquotadf copyfrom nocopyfrom wsync nowsync pagecache nopagecache sparseread nosparseread test_dummy_encryption " +
        "osdtimeout osdkeepalive osd_idle_ttl osd_request_timeout fsid name secret secretfile key keyring conf ip crush_location " +
        "read_from_replica ms_mode share noshare crc nocrc cephx_require_signatures nocephx_require_signatures cephx_sign_messages " +
        "nocephx_sign_messages tcp_nodelay notcp_nodelay abort_on_full rxbounce norxbounce nofallback source mandlock nobrl nolock";

    /// <summary>glusterfs 3.12 to 11 and its branch devel, xlators/mount/fuse/utils/mount.glusterfs.in.</summary>
    private const string Gluster =
        "log-level log-file transport direct-io-mode volume-name volume-id subdir-mount volfile-check server-port " +
        "attribute-timeout entry-timeout negative-timeout gid-timeout lru-limit invalidate-limit background-qlen backup-volfile-servers " +
        "backupvolfile-server fetch-attempts congestion-threshold xlator-option fuse-mountopts use-readdirp no-root-squash root-squash " +
        "oom-score-adj kernel-writeback-cache attr-times-granularity reader-thread-count auto-invalidation event-history " +
        "fopen-keep-cache enable-ino32 mem-accounting aux-gfid-mount acl selinux worm resolve-gids thin-client io-engine dump-fuse " +
        "global-threading localtime-logging process-name inode-table-size fuse-dev-eperm-ratelimit-ns fuse-flush-handle-interrupt " +
        "fuse-setlk-handle-interrupt halo-max-latency halo-max-replicas halo-min-replicas auto_unmount lazyatime nolazyatime";

    /// <summary>sshfs 2.10 to 3.7.6, sshfs.c and cache.c; libfuse 2.9 and 3, lib/fuse.c, mount.c, helper.c and fuse_lowlevel.c.</summary>
    private const string Sshfs =
        "directport ssh_command sftp_server max_read max_write ssh_protocol workaround idmap uidfile gidfile nomap disable_hardlink " +
        "sshfs_sync no_readahead sync_readdir sshfs_debug reconnect transform_symlinks contain_symlinks no_contain_symlinks " +
        "follow_symlinks no_check_root password_stdin delay_connect slave passive dir_cache dcache_timeout dcache_max_size " +
        "dcache_stat_timeout dcache_link_timeout dcache_dir_timeout dcache_clean_interval dcache_min_clean_interval cache cache_timeout " +
        "cache_max_size cache_stat_timeout cache_dir_timeout cache_link_timeout cache_clean_interval cache_min_clean_interval " +
        "writeback_cache no_writeback_cache unreliable_append direct_io max_conns vsock allow_other allow_root nonempty " +
        "default_permissions fsname subtype blkdev blksize large_read max_readahead max_background congestion_threshold time_gran " +
        "async_read sync_read async_dio no_async_dio atomic_o_trunc big_writes no_remote_lock no_remote_flock no_remote_posix_lock " +
        "splice_read no_splice_read splice_write no_splice_write splice_move no_splice_move auto_inval_data no_auto_inval_data " +
        "readdirplus entry_timeout negative_timeout attr_timeout ac_attr_timeout auto_cache noauto_cache kernel_cache no_rofd_flush " +
        "parallel_direct_write auto_unmount intr intr_signal modules hard_remove use_ino readdir_ino nopath debug noforget remember " +
        "fmask dmask clone_fd max_idle_threads max_threads io_uring io_uring_q_depth";

    /// <summary>sshfs 3.7.6, sshfs.c, ssh_opts: names of ssh_config(5), which it hands on to ssh whatever their case is.</summary>
    private const string Ssh =
        "AddressFamily BatchMode BindAddress BindInterface CertificateFile ChallengeResponseAuthentication CheckHostIP Cipher Ciphers " +
        "Compression CompressionLevel ConnectionAttempts ConnectTimeout ControlMaster ControlPath ControlPersist FingerprintHash " +
        "GlobalKnownHostsFile GSSAPIAuthentication GSSAPIDelegateCredentials HostbasedAuthentication HostbasedKeyTypes " +
        "HostKeyAlgorithms HostKeyAlias HostName IdentitiesOnly IdentityAgent IdentityFile IPQoS KbdInteractiveAuthentication " +
        "KbdInteractiveDevices KexAlgorithms LocalCommand LogLevel MACs NoHostAuthenticationForLocalhost NumberOfPasswordPrompts " +
        "PasswordAuthentication PermitLocalCommand PKCS11Provider Port PreferredAuthentications ProxyCommand ProxyJump ProxyUseFdpass " +
        "PubkeyAcceptedKeyTypes PubkeyAuthentication RekeyLimit RevokedHostKeys RhostsRSAAuthentication RSAAuthentication " +
        "ServerAliveCountMax ServerAliveInterval SmartcardDevice StrictHostKeyChecking TCPKeepAlive UpdateHostKeys UserKnownHostsFile " +
        "UsePrivilegedPort VerifyHostKeyDNS VisualHostKey";

    /// <summary>The words of smb_version_tokens, cifs_secflavor_tokens and cifs_cacheflavor_tokens (Linux, as above).</summary>
    private static readonly FrozenDictionary<string, string[]> CifsValues = new Dictionary<string, string[]>
    {
        ["vers"] = ["default", "3", "3.1.1", "3.11", "3.02", "3.0.2", "3.0", "2.1", "2.0", "1.0"],
        ["sec"] = ["krb5", "krb5i", "ntlmssp", "ntlmsspi", "ntlmv2", "ntlmv2i", "nontlm", "ntlm", "ntlmi", "none"],
        ["cache"] = ["strict", "loose", "none", "ro", "singleclient"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SshNames = Ssh.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, HelperOptionTable> Tables = new Dictionary<string, HelperOptionTable>
    {
        ["cifs"] = Table("cifs", Cifs, CifsValues),
        ["smb3"] = Table("smb3", Cifs, CifsValues),
        ["ceph"] = Table("ceph", Ceph),
        ["glusterfs"] = Table("glusterfs", Gluster),
        ["sshfs"] = Table("sshfs", Sshfs) with { AnyCase = SshNames },
        ["fuse.sshfs"] = Table("fuse.sshfs", Sshfs) with { AnyCase = SshNames },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names that the helper takes in upper and lower case.</summary>
    private FrozenSet<string> AnyCase { get; init; } = [];

    /// <summary>The table of a type; null when there is none.</summary>
    public static HelperOptionTable? Of(string type) => Tables.GetValueOrDefault(type);

    /// <summary>Whether the helper is not known to have an option.</summary>
    public bool MayBeWrong(string name) =>
        !Names.Contains(name) && !AnyCase.Contains(name) && !name.StartsWith("x-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The option that was probably meant by another one; null when none is near.</summary>
    public string? Nearest(string name) => Spelling.Nearest(name, Names.Concat(AnyCase));

    private static HelperOptionTable Table(string helper, string names, FrozenDictionary<string, string[]>? values = null) => new(
        helper, $"{Common} {names}".Split(' ').ToFrozenSet(StringComparer.Ordinal), values ?? FrozenDictionary<string, string[]>.Empty);
}
