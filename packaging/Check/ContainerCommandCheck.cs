using System.Text.RegularExpressions;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 13 to 16: what RUN does, and which packages it installs.</summary>
internal static partial class ContainerCommandCheck
{
    private const int MaximalRuns = 3;

    private static readonly string[] Kernels =
    [
        "kernel", "kernel-core", "kernel-modules", "kernel-modules-core", "kernel-modules-extra", "kernel-devel", "kernel-rt",
        "kernel-rt-core", "kernel-64k", "usbguard", "kata-containers",
    ];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Containerfiles.Where(f => f.Last is not null).SelectMany(f => Runs(f, set).Concat(Systemd(f, set)).Concat(Packages(f, set)));

    private static IEnumerable<PackagingFinding> Runs(Containerfile file, ManifestSet set)
    {
        var last = file.Last!;
        foreach (var instruction in file.Instructions.Where(i => i.HereDocument && !set.Target.IsFrom(4, 20)))
        {
            yield return HereDocument.At(file.At(instruction, "<<"),
                $"{file.Of(instruction)} has a here-document, which {set.Target} is not known to build");
        }

        var runs = last.Instructions.Where(i => i.Keyword == "RUN").ToArray();
        if (runs.Length > MaximalRuns)
        {
            yield return ManyRuns.At(file.At(runs[MaximalRuns]), $"{file.Text.Name} has {runs.Length} RUN instructions in its last stage");
        }

        foreach (var (instruction, mount) in runs.SelectMany(r => r.Options.Where(o => o.Name == "--mount").Select(o => (r, o.Value))))
        {
            if (mount.Split(',').FirstOrDefault(m => m is "type=secret" or "type=cache") is { } type)
            {
                yield return RunMount.At(file.At(instruction, "--mount"), $"{file.Of(instruction)} has a mount with {type}");
            }
        }

        foreach (var instruction in runs.Where(r => r.HereDocument && GoesOn(r)))
        {
            yield return HereDocumentErrors.At(file.At(instruction, "<<"),
                $"{file.Of(instruction)} has a here-document of several commands without set -e");
        }

        if (last.Instructions.LastOrDefault(i => i.Keyword is "RUN" or "COPY" or "ADD") is { } end)
        {
            foreach (var finding in Closing(file, end, set.Target))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Whether the script of a RUN goes on after a command of it has failed.</summary>
    private static bool GoesOn(Instruction run)
    {
        var first = run.Body[0].Text.TrimStart();
        var commands = run.Commands();
        return first.StartsWith("<<", StringComparison.Ordinal) && commands.Count > 1 && !first.Contains(" -e", StringComparison.Ordinal)
            && !commands.Any(c => c.Program == "set" && c.Call.Any(w => w == "errexit" || (w is ['-', not '-', ..] && w.Contains('e'))))
            && !run.Body.Skip(1).Take(1).Any(b => b.Text.StartsWith("#!", StringComparison.Ordinal)
                && b.Text.Contains(" -e", StringComparison.Ordinal));
    }

    private static IEnumerable<PackagingFinding> Closing(Containerfile file, Instruction end, OpenShiftVersion target)
    {
        const string Ostree = "ostree container commit";
        const string Bootc = "bootc container lint";
        var wanted = target.IsFrom(4, 20) ? Bootc : Ostree;
        var called = end.Commands().Select(c => string.Join(' ', c.Call)).ToArray();
        if (called.Any(c => c.StartsWith(wanted, StringComparison.Ordinal)))
        {
            yield break;
        }

        var other = called.Any(c => c.StartsWith(Ostree, StringComparison.Ordinal) || c.StartsWith(Bootc, StringComparison.Ordinal));
        yield return other
            ? ClosingOther.At(file.At(end), $"{file.Of(end)} is closed, and {Quote.Of(wanted)} is what {target} has for it")
            : ClosingCommand.At(file.At(end), $"{file.Of(end)} is the last to change the image and does not end in {Quote.Of(wanted)}");
    }

    private static IEnumerable<PackagingFinding> Systemd(Containerfile file, ManifestSet set)
    {
        foreach (var command in ImageContent.Commands(file).Where(c => c.Program == "systemctl"))
        {
            var verb = command.Operands.FirstOrDefault();
            if (verb is "start" or "restart" or "stop" or "reload" or "daemon-reload" or "try-restart" or "reload-or-restart" or "isolate"
                || command.Call.Contains("--now"))
            {
                yield return SystemdCall.At(file.At(command.Line, "systemctl"),
                    $"{file.Text.Of(command.Line)} calls {Quote.Of(string.Join(' ', command.Call))}, and no systemd runs in a build");
            }
        }

        foreach (var (unit, line) in ImageContent.Enabled(file).Where(e => !ImageContent.HasPreset(file, set, e.Unit)))
        {
            yield return EnableWithoutPreset.At(file.At(line, unit[..unit.LastIndexOf('.')]),
                $"{file.Text.Of(line)} enables {Quote.Of(unit)}, and no preset does");
        }
    }

    private static IEnumerable<PackagingFinding> Packages(Containerfile file, ManifestSet set)
    {
        var packages = ImageContent.Packages(file).ToArray();
        var known = packages.All(p => !p.Name.Contains('$'));
        var sssdServesAutofs = set.NodeFiles.Any(f => f.Path.StartsWith("/etc/sssd/", StringComparison.Ordinal)
            && f.Text.Text.Contains("autofs", StringComparison.Ordinal));
        if (known && sssdServesAutofs && packages.FirstOrDefault(p => p.Is("autofs")) is { } autofs && !packages
            .Any(p => p.Is("libsss_autofs")))
        {
            var line = file.LineOf(autofs.Command, autofs.Name);
            yield return LibSssAutofs.At(file.At(line, autofs.Name), $"{file.Text.Of(line)} installs autofs without libsss_autofs");
        }

        if (known && ImageContent.HasAgent(file) && !packages.Any(p => p.Is("sssd-dbus")))
        {
            var line = packages.Length > 0 ? packages[0].Command.Line : file.Last!.From.Line;
            yield return SssdDbus.At(file.At(line), $"{file.Text.Of(line)} puts the agent into the image without sssd-dbus");
        }

        foreach (var finding in Repositories(file, packages, set).Concat(Majors(file, packages, set)))
        {
            yield return finding;
        }

        foreach (var package in packages.Where(p => Kernels.Any(p.Is)))
        {
            var line = file.LineOf(package.Command, package.Name);
            yield return KernelPackage.At(file.At(line, package.Name), $"{file.Text.Of(line)} installs {Quote.Of(package.Name)}");
        }

        // What a shell of dnf is given are not words of a command.
        foreach (var run in file.Last!.Instructions.Where(i => i.Commands().Any(IsShell)))
        {
            if (run.Arguments.Split([' ', '\'', '"', '\\']).FirstOrDefault(w => Kernels.Contains(w)) is { } kernel)
            {
                yield return KernelPackage.At(file.At(run, kernel), $"{file.Of(run)} gives {Quote.Of(kernel)} to dnf shell");
            }
        }
    }

    private static bool IsShell(ShellCommand command) =>
        command.Program is "dnf" or "yum" && command.Operands.FirstOrDefault() == "shell";

    /// <summary>Where packages of RHEL come from: it must be where those of the base image come from.</summary>
    private static IEnumerable<PackagingFinding> Repositories(Containerfile file, ImageContent.Package[] packages, ManifestSet set)
    {
        if (set.Manifests.Any(m => m is { Kind: "ConfigMap", Name: "etc-yum-repos-d" }) || ImageContent.HasRepositories(file))
        {
            yield break;
        }

        foreach (var call in packages.Where(p => p.FromRepository).GroupBy(p => p.Command))
        {
            var (command, place) = (call.Key, file.At(call.Key.Line, call.Key.Program));
            var says = file.Text.Of(command.Line);
            if (command.Program == "rpm-ostree")
            {
                if (!ImageContent.Removed(file).Any(r => r.Path == "/etc/rhsm-host" && r.Line <= command.Line))
                {
                    yield return RhsmHost.At(place, $"{says} installs packages of RHEL with rpm-ostree while /etc/rhsm-host is there");
                }
            }
            else if (!command.Words.Any(w => w.Contains("releasever", StringComparison.Ordinal)))
            {
                yield return ReleaseVer.At(place, $"{says} installs packages without --releasever");
            }
            else if (call.FirstOrDefault(p => IsOfSssd(p.Name)) is { } bound
                && !command.Words.Any(w => w.Contains("eus", StringComparison.Ordinal)))
            {
                yield return EusRepositories.At(place,
                    $"{says} installs {Quote.Of(bound.Name)}, which must be of the very release of the base, without its EUS repositories");
            }
        }
    }

    // Packages of sssd require each other in the very same release.
    private static bool IsOfSssd(string package) =>
        package.StartsWith("sssd", StringComparison.Ordinal) || package.StartsWith("libsss_", StringComparison.Ordinal);

    private static IEnumerable<PackagingFinding> Majors(Containerfile file, ImageContent.Package[] packages, ManifestSet set)
    {
        var streams = set.AllStreams();
        foreach (var package in packages.Where(p => !p.FromRepository || p.Name.Contains(".el", StringComparison.Ordinal)))
        {
            if (MajorOf().Match(package.Name[(package.Name.LastIndexOf('/') + 1)..]) is { Success: true } match
                && streams.All(s => $"{s.Major}" != match.Groups[1].Value))
            {
                var line = file.LineOf(package.Command, package.Name);
                var nodes = string.Join(" or ", streams.Select(s => s.Name));
                yield return RpmMajor.At(file.At(line, package.Name),
                    $"{file.Text.Of(line)} installs {Quote.Of(package.Name)} on nodes of {nodes}");
            }
        }
    }

    [GeneratedRegex(@"\.el([0-9]{1,2})([._]|\z)")]
    private static partial Regex MajorOf();
}
