using System.Text;
using Automount.Maps;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;

namespace AgentTests.Collect.Mounts;

/// <summary>Mount tables and statistics as a node with automount has them.</summary>
public static class Samples
{
    /// <summary>
    /// An indirect map, a direct key with its mount, a multi-mount, a bind mount of a local export, systemd's own automount, an autofs
    /// mount without a daemon.
    /// </summary>
    public static readonly string MountInfo = Continued("""
        21 1 254:0 / / rw,relatime shared:1 - xfs /dev/vda4 rw,seclabel,attr2
        22 21 0:20 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
        23 22 0:34 / /proc/sys/fs/binfmt_misc rw,relatime shared:13 - autofs systemd-1 \
            rw,fd=29,pgrp=1,timeout=0,minproto=5,maxproto=5,direct,pipe_ino=14567
        42 21 0:39 / /var/home rw,relatime shared:30 - autofs auto.home \
            rw,fd=5,pgrp=20245,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=61693
        43 42 0:52 / /var/home/alice rw,relatime shared:31 - nfs4 nfs1:/exports/home/alice \
            rw,vers=4.2,rsize=1048576,namlen=255,hard,proto=tcp,timeo=600,retrans=2,sec=sys,clientaddr=10.0.0.9,local_lock=none,\
            addr=10.0.0.1
        44 42 0:52 / /var/home/bob\040b rw,relatime master:3 - nfs4 nfs1:/exports/home/bob\040b \
            rw,vers=4.2,soft,proto=tcp,port=12049,addr=10.0.0.1
        45 42 254:0 /srv/local//deleted /var/home/carol rw,relatime shared:1 master:2 propagate_from:7 - xfs /dev/vda4 \
            rw,seclabel,attr2
        50 21 0:60 / /data/proj rw,relatime - autofs auto.direct \
            rw,fd=11,pgrp=20245,timeout=60,minproto=5,maxproto=5,direct,strictexpire,pipe_ino=61700
        51 50 0:61 / /data/proj rw,relatime - nfs filer:/vol/proj \
            rw,vers=3,rsize=65536,softerr,proto=tcp,mountaddr=10.0.0.2,mountport=635,addr=10.0.0.2
        60 21 0:70 / /net rw,relatime - autofs -hosts rw,fd=17,pgrp=20245,timeout=0,minproto=5,maxproto=5,indirect,pipe_ino=61710
        61 60 0:71 / /net/m rw,relatime - nfs4 [fd00::1]:/ rw,vers=4.1,hard,addr=fd00::1
        62 61 0:72 / /net/m/sub rw,relatime - autofs -hosts \
            rw,fd=17,pgrp=20245,timeout=0,minproto=5,maxproto=5,offset,pipe_ino=61711
        63 62 0:73 / /net/m/sub rw,relatime - nfs4 [fd00::1]:/sub rw,vers=4.1,hard,addr=fd00::1
        70 21 0:80 / /old rw,relatime - autofs auto.old rw,fd=-1,pgrp=20245,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=-1
        71 70 0:81 / /old/gone rw,relatime - nfs4 nfs1:/gone rw,vers=4.2,hard,addr=10.0.0.1
        72 70 0:82 / /old rw,relatime - autofs auto.old \
            rw,fd=23,pgrp=20245,timeout=300,minproto=5,maxproto=5,indirect,pipe_ino=61712
        80 21 0:90 / /mnt/static rw,relatime - nfs4 nfs2:/static rw,vers=4.0,hard,addr=10.0.0.3

        """);

    public const string MountStats = """
        device rootfs mounted on / with fstype xfs
        device proc mounted on /proc with fstype proc
        no device mounted on /odd with fstype tmpfs
        device auto.home mounted on /var/home with fstype autofs
        device nfs1:/exports/home/alice mounted on /var/home/alice with fstype nfs4 statvers=1.1
        	opts:	rw,vers=4.2,rsize=1048576,wsize=1048576,hard,proto=tcp,timeo=600,retrans=2,sec=sys
        	age:	12345
        	impl_id:	name='',domain='',date='0,0'
        	caps:	caps=0x3ffbffff,wtmult=512,dtsize=1048576,bsize=0,namlen=255
        	nfsv4:	bm0=0xfdffbfff,bm1=0xf9be3e,bm2=0x68800,acl=0x0,sessions,pnfs=not configured,lease_time=90,lease_expired=0
        	sec:	flavor=1,pseudoflavor=1
        	events:	0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
        	bytes:	0 0 0 0 0 0 0 0
        	RPC iostats version: 1.1  p/v: 100003/4 (nfs)
        	xprt:	tcp 0 0 1 0 12 345 340 0 345 0 32 0 0
        	xprt:	tcp 0 0 1 0 12 100 100 0 345 0 32 0 0
        	per-op statistics
        	        NULL: 1 1 0 44 24 0 0 0 0
        	        READ: 10 12 2 4400 2400 7 50 60 0
        	       WRITE: 5 5 0 4400 2400 7 25 60 1

        device nfs1:/exports/home/bob\040b mounted on /var/home/bob\040b with fstype nfs4 statvers=1.0
        	age:	7
        	RPC iostats version: 1.0  p/v: 100003/4 (nfs)
        	xprt:	udp 874 1 30 29 0 35 0
        	per-op statistics
        	     GETATTR: 3 3 0 44 24 0 9 0

        device filer:/vol/proj mounted on /data/proj with fstype nfs statvers=1.1
        	age:	8
        	xprt:	rdma 0 0 1 0 12 6 5 0 0 0 0 0 0 0 0 0 0 0 0 0

        """;

    /// <summary>A line that ends in a backslash goes on in the next one.</summary>
    private static string Continued(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\\\n +", "");

    internal static MountsSnapshot View(string? mountInfo = null, Func<int, long, bool>? listens = null) => MountsReader.Read(
        MountTable.Parse(Encoding.UTF8.GetBytes(mountInfo ?? MountInfo)),
        AutomountAgent.Collect.Proc.MountStats.Parse(Encoding.UTF8.GetBytes(MountStats)),
        listens ?? ((_, _) => true));

    /// <summary>A mount from a server, below the root /home.</summary>
    internal static NfsMount Nfs(ServerTarget server, string mountPoint = "/home/alice", string device = "0:52") =>
        new(mountPoint, $"{server.Host}:/x", server.Host, device, server.Version, server.Port, "", true, "/home", null);
}
