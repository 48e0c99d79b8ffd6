using System.Collections.Immutable;
using AutomountPackaging.Manifests;

namespace AutomountPackaging.Emit.Pool;

/// <summary>
/// What an image needs so that sssd gets its files from <see cref="SssdSource"/> with the owner and mode that its version wants, before
/// each start. No path of /etc/sssd is managed by a MachineConfig or comes with the image: sssd 2.10 changes owner and mode of all of them,
/// which degrades the node in the one case, and keeps later content from it in the other (ostree takes the file for a local one).
/// </summary>
internal static class SssdCopy
{
    private const string Dropins = "/usr/lib/systemd/system/sssd.service.d";

    // sssd 2.9 of RHEL 9 wants files that nobody else reads; sssd 2.10 and newer read them as group sssd.
    private static readonly string[] Script =
    [
        "#!/bin/sh",
        "set -eu",
        ". /etc/os-release",
        "case ${RHEL_VERSION:-$VERSION_ID} in 9*) set -- -m 600 ;; *) set -- -m 640 -g sssd ;; esac",
        $"cd {SssdSource.Folder} || exit 0",
        "rm -f /etc/sssd/conf.d/automount-*.conf",
        "[ ! -e sssd.conf ] || install \"$@\" sssd.conf /etc/sssd/sssd.conf",
        "for f in conf.d/*.conf; do",
        "  [ ! -e \"$f\" ] || install \"$@\" \"$f\" \"/etc/sssd/conf.d/automount-${f#conf.d/}\"",
        "done",
    ];

    // Without the condition sssd is not started on a node that has no sssd.conf yet; the + runs it as root.
    private static readonly string[] Dropin =
        ["[Unit]", $"ConditionPathExists=|{SssdSource.Folder}", "[Service]", $"ExecStartPre=+{SssdSource.Script}"];

    /// <summary>Commands of the RUN of the Containerfile.</summary>
    public static ImmutableArray<string> Steps { get; } =
    [
        Write(Script, SssdSource.Script),
        $"chmod 755 {SssdSource.Script}",
        $"mkdir -p {Dropins}",
        Write(Dropin, $"{Dropins}/50-automount.conf"),
    ];

    // No here-document: the builds of 4.19 are not known to take them.
    private static string Write(string[] lines, string file) =>
        $"printf '%s\\n' \\\n        {string.Join(" \\\n        ", lines.Select(l => $"'{l}'"))} \\\n        > {file}";
}
