using System.Buffers.Text;
using System.Collections.Immutable;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>Makes the snapshot of the mounts from the mount table and the statistics. Pure.</summary>
internal static class MountsReader
{
    private const int NfsPort = 2049;

    /// <summary>How many layers of autofs mounts on one point are counted: automount does not die so often.</summary>
    private const int MaxLayers = 50;

    /// <summary>Table and statistics together; see <see cref="Join"/>.</summary>
    public static MountsSnapshot Read(
        MountTable table, IReadOnlyDictionary<string, NfsStatistics> statistics, Func<int, long, bool> listens) =>
        Join(Read(table), statistics, listens, _ => false);

    /// <summary>What changes with every poll, joined to what the mount table says: by mount point and source.</summary>
    /// <param name="view">What the mount table says.</param>
    /// <param name="statistics">NFS statistics by mount point.</param>
    /// <param name="listens">Whether a process has a pipe open, by process id and inode; true when that cannot be read.</param>
    /// <param name="isForeign">Whether a process is in another pid namespace.</param>
    public static MountsSnapshot Join(
        MountsSnapshot view,
        IReadOnlyDictionary<string, NfsStatistics> statistics,
        Func<int, long, bool> listens,
        Func<int, bool> isForeign)
    {
        var roots = ImmutableArray.CreateBuilder<AutofsRoot>(view.Roots.Length);
        foreach (var root in view.Roots)
        {
            roots.Add(root with
            {
                DaemonAlive = root.DaemonPid <= 0 || root.Pipe <= 0 || listens(root.DaemonPid, root.Pipe),
                DaemonForeign = isForeign(root.DaemonPid),
            });
        }

        var nfs = ImmutableArray.CreateBuilder<NfsMount>(view.Nfs.Length);
        foreach (var mount in view.Nfs)
        {
            nfs.Add(StatisticsOf(mount, statistics) is { } counters ? mount with { Statistics = counters } : mount);
        }

        return view with { Roots = roots.MoveToImmutable(), Nfs = nfs.MoveToImmutable() };
    }

    /// <summary>What the mount table alone says. Mounts that no path leads to any more are left out.</summary>
    public static MountsSnapshot Read(MountTable table)
    {
        var roots = ImmutableArray.CreateBuilder<AutofsRoot>();
        var nfs = ImmutableArray.CreateBuilder<NfsMount>();
        var others = ImmutableArray.CreateBuilder<OtherMount>();
        for (var i = 0; i < table.Count; i++)
        {
            switch (table.Kind(i))
            {
                case MountKind.Autofs or MountKind.AutofsOffset when !IsCoveredByAutofs(table, i):
                    roots.Add(Root(table, i));
                    break;
                case MountKind.Nfs when !table.IsHidden(i):
                    nfs.Add(Nfs(table, i));
                    break;
                case MountKind.Other when RootPoint(table, i) is { } root && !table.IsHidden(i):
                    var line = table.Line(i);
                    others.Add(new(ProcText.Decode(line.MountPoint), ProcText.Decode(line.Device), root));
                    break;
            }
        }

        return new(roots.ToImmutable(), nfs.ToImmutable()) { Others = others.ToImmutable() };
    }

    /// <summary>
    /// A direct key is covered by its own mount, which is as it should be; an autofs mount under a newer one is what a dead automount left.
    /// </summary>
    public static bool IsCoveredByAutofs(MountTable table, int index) =>
        table.CoverOf(index) is var cover and >= 0 && table.Kind(cover) is MountKind.Autofs or MountKind.AutofsOffset;

    private static string? RootPoint(MountTable table, int index) =>
        table.RootOf(index) is var root and >= 0 ? ProcText.Decode(table.Line(root).MountPoint) : null;

    /// <summary>An autofs mount, by its place in the table.</summary>
    public static AutofsRoot Root(MountTable table, int index)
    {
        var line = table.Line(index);
        var options = line.Options;
        var parent = table.ParentOf(index);
        var pipe = PipeOf(options);
        return new(
            ProcText.Decode(line.MountPoint),
            ProcText.Decode(line.Source),
            KindOf(options),
            TimeSpan.FromSeconds(Number(options, "timeout"u8, 0)),
            Number(options, "pgrp"u8, 0))
        {
            StrictExpire = ProcText.TryOption(options, "strictexpire"u8, out _),
            Catatonic = pipe == -1 || Number(options, "fd"u8, 0) == -1,
            Shared = line.Shared,
            Receives = line.Receives,
            Pipe = pipe,
            Device = ProcText.Decode(line.Device),
            ParentShared = parent < 0 || table.Line(parent).Shared,
            Covers = Covered(table, index),
        };
    }

    private static AutofsMountKind KindOf(ReadOnlySpan<byte> options)
    {
        if (ProcText.TryOption(options, "offset"u8, out _))
        {
            return AutofsMountKind.Offset;
        }

        return ProcText.TryOption(options, "direct"u8, out _) ? AutofsMountKind.Direct : AutofsMountKind.Indirect;
    }

    private static ImmutableArray<string> Covered(MountTable table, int index)
    {
        var devices = ImmutableArray.CreateBuilder<string>();
        for (var below = table.ParentOf(index);
            below >= 0
                && devices.Count < MaxLayers
                && table.CoverOf(below) == index
                && table.Kind(below) is MountKind.Autofs or MountKind.AutofsOffset;
            below = table.ParentOf(index))
        {
            devices.Add(ProcText.Decode(table.Line(below).Device));
            index = below;
        }

        return devices.ToImmutable();
    }

    /// <summary>An NFS mount, by its place in the table.</summary>
    public static NfsMount Nfs(MountTable table, int index)
    {
        var line = table.Line(index);
        var root = RootPoint(table, index);
        var options = line.Options;
        var source = ProcText.Decode(line.Source);
        ProcText.TryOption(options, "vers"u8, out var version);
        ProcText.TryOption(options, "addr"u8, out var address);
        ProcText.TryOption(options, "proto"u8, out var protocol);
        return new(
            ProcText.Decode(line.MountPoint),
            source,
            HostOf(source),
            ProcText.Decode(line.Device),
            line.FileSystem.SequenceEqual("nfs4"u8) || version.StartsWith("4"u8) ? 4 : 3,
            PortOf(options),
            ProcText.Decode(address),
            !ProcText.TryOption(options, "soft"u8, out _) && !ProcText.TryOption(options, "softerr"u8, out _),
            root,
            null)
        {
            Udp = protocol.StartsWith("udp"u8),
            HasOtherTransports = protocol.StartsWith("rdma"u8) || ProcText.TryOption(options, "max_connect"u8, out _),
        };
    }

    /// <summary>The counters of a mount point, unless they are those of another mount that came there since the table was read.</summary>
    private static NfsStatistics? StatisticsOf(NfsMount mount, IReadOnlyDictionary<string, NfsStatistics> statistics) =>
        statistics.GetValueOrDefault(mount.MountPoint) is { } counters && counters.Source == mount.Source ? counters : null;

    private static int PortOf(ReadOnlySpan<byte> options) =>
        Number(options, "port"u8, NfsPort) is var port and > 0 and <= ushort.MaxValue ? port : NfsPort;

    /// <summary>Inode of the pipe to the daemon; -1 when the kernel has none, 0 when it does not say.</summary>
    private static long PipeOf(ReadOnlySpan<byte> options) =>
        ProcText.TryOption(options, "pipe_ino"u8, out var inode) && Utf8Parser.TryParse(inode, out long number, out _) ? number : 0;

    /// <summary>The host of <c>host:/path</c> or <c>[address]:/path</c>, without brackets.</summary>
    private static string HostOf(string source)
    {
        if (source.StartsWith('[') && source.IndexOf(']') is var close and > 0)
        {
            return source[1..close];
        }

        return source.IndexOf(':') is var colon and >= 0 ? source[..colon] : source;
    }

    private static int Number(ReadOnlySpan<byte> options, ReadOnlySpan<byte> name, int otherwise) =>
        ProcText.TryOption(options, name, out var text) && Utf8Parser.TryParse(text, out int value, out var used) && used == text.Length
            ? value
            : otherwise;
}
