using System.Buffers.Text;
using System.Collections.Immutable;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Proc;

/// <summary>Makes the view of the mounts from the mount table and the statistics. Pure.</summary>
internal static class MountsReader
{
    private const int NfsPort = 2049;

    /// <summary>How many layers of traps are counted: automount does not die so often.</summary>
    private const int MaximumLayers = 50;

    /// <summary>Joins table and statistics by mount point and source. Mounts that no path leads to any more are left out.</summary>
    /// <param name="table">The mount table.</param>
    /// <param name="statistics">NFS statistics by mount point.</param>
    /// <param name="listens">Whether a process has a pipe open, by process id and inode; true when nobody can tell.</param>
    public static MountsView Read(
        MountTable table, IReadOnlyDictionary<string, NfsStatistics> statistics, Func<int, long, bool> listens)
    {
        var roots = ImmutableArray.CreateBuilder<AutofsRoot>();
        var nfs = ImmutableArray.CreateBuilder<NfsMount>();
        var others = ImmutableArray.CreateBuilder<OtherMount>();
        for (var i = 0; i < table.Count; i++)
        {
            switch (table.Kind(i))
            {
                case MountKind.Autofs or MountKind.AutofsOffset when !IsCoveredByAutofs(table, i):
                    roots.Add(Root(table, i, listens));
                    break;
                case MountKind.Nfs when !table.IsHidden(i):
                    nfs.Add(Nfs(table.Line(i), RootPoint(table, i), statistics));
                    break;
                case MountKind.Other when RootPoint(table, i) is { } root && !table.IsHidden(i):
                    var line = table.Line(i);
                    others.Add(new(
                        ProcText.Decode(line.MountPoint), ProcText.Decode(line.Device), ProcText.Decode(line.FileSystem), root));
                    break;
            }
        }

        return new(roots.ToImmutable(), nfs.ToImmutable()) { Others = others.ToImmutable() };
    }

    /// <summary>
    /// A direct key is covered by its own mount, which is as it should be; a trap under a newer trap is what a dead automount left.
    /// </summary>
    private static bool IsCoveredByAutofs(MountTable table, int index) =>
        table.CoverOf(index) is var cover and >= 0 && table.Kind(cover) is MountKind.Autofs or MountKind.AutofsOffset;

    private static string? RootPoint(MountTable table, int index) =>
        table.RootOf(index) is var root and >= 0 ? ProcText.Decode(table.Line(root).MountPoint) : null;

    private static AutofsRoot Root(MountTable table, int index, Func<int, long, bool> listens)
    {
        var line = table.Line(index);
        var options = line.Options;
        var parent = table.ParentOf(index);
        var daemon = Number(options, "pgrp"u8, 0);
        var pipe = ProcText.TryOption(options, "pipe_ino"u8, out var inode) && Utf8Parser.TryParse(inode, out long number, out _) ? number : 0;
        var kind = ProcText.TryOption(options, "offset"u8, out _) ? "offset"
            : ProcText.TryOption(options, "direct"u8, out _) ? "direct" : "indirect";
        return new(
            ProcText.Decode(line.MountPoint),
            ProcText.Decode(line.Source),
            kind,
            TimeSpan.FromSeconds(Number(options, "timeout"u8, 0)),
            ProcText.TryOption(options, "strictexpire"u8, out _),
            pipe == -1 || Number(options, "fd"u8, 0) == -1,
            daemon,
            line.Shared)
        {
            DaemonAlive = daemon <= 0 || pipe <= 0 || listens(daemon, pipe),
            Device = ProcText.Decode(line.Device),
            ParentShared = parent < 0 || table.Line(parent).Shared,
            Covers = Covered(table, index),
        };
    }

    private static ImmutableArray<string> Covered(MountTable table, int index)
    {
        var devices = ImmutableArray.CreateBuilder<string>();
        for (var below = table.ParentOf(index);
            below >= 0 && devices.Count < MaximumLayers && table.CoverOf(below) == index && table.Kind(below) is MountKind.Autofs or MountKind.AutofsOffset;
            below = table.ParentOf(index))
        {
            devices.Add(ProcText.Decode(table.Line(below).Device));
            index = below;
        }

        return devices.ToImmutable();
    }

    private static NfsMount Nfs(MountLine line, string? root, IReadOnlyDictionary<string, NfsStatistics> statistics)
    {
        var options = line.Options;
        var mountPoint = ProcText.Decode(line.MountPoint);
        var source = ProcText.Decode(line.Source);
        ProcText.TryOption(options, "vers"u8, out var version);
        ProcText.TryOption(options, "addr"u8, out var address);
        ProcText.TryOption(options, "proto"u8, out var protocol);
        return new(
            mountPoint,
            source,
            HostOf(source),
            ProcText.Decode(line.Device),
            ProcText.Decode(line.FileSystem),
            line.FileSystem.SequenceEqual("nfs4"u8) || version.StartsWith("4"u8) ? 4 : 3,
            Number(options, "port"u8, NfsPort) is var port and > 0 and <= ushort.MaxValue ? port : NfsPort,
            ProcText.Decode(address),
            !ProcText.TryOption(options, "soft"u8, out _) && !ProcText.TryOption(options, "softerr"u8, out _),
            root,
            statistics.GetValueOrDefault(mountPoint) is { } counters && counters.Source == source ? counters : null)
        {
            Udp = protocol.StartsWith("udp"u8),
        };
    }

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
