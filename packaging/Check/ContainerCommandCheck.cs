using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 13 to 16: what RUN does, and which packages it installs.</summary>
internal static class ContainerCommandCheck
{
    private const int MaximalRuns = 3;

    private static readonly string[] Kernels =
        ["kernel", "kernel-core", "kernel-modules", "kernel-modules-core", "kernel-modules-extra", "kernel-devel", "kernel-rt",
            "kernel-rt-core", "kernel-64k", "usbguard", "kata-containers"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Containerfiles.Where(f => f.Last is not null).SelectMany(f => Runs(f, set).Concat(Systemd(f, set)).Concat(Packages(f, set)));

    private static IEnumerable<PackagingFinding> Runs(Containerfile file, ManifestSet set)
    {
        var last = file.Last!;
        foreach (var instruction in file.Instructions.Where(i => i.HereDocument && set.Target.Minor < 20))
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

        var closing = set.Target.Minor < 20 ? "ostree container commit" : "bootc container lint";
        if (last.Instructions.LastOrDefault(i => i.Keyword is "RUN" or "COPY" or "ADD") is { } end && !end.Commands()
            .Any(c => string.Join(' ', c.Call).StartsWith(closing, StringComparison.Ordinal)))
        {
            yield return ClosingCommand.At(file.At(end),
                $"{file.Of(end)} is the last to change the image and does not end in {Quote.Of(closing)}");
        }
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

        var ownRepositories = set.Manifests.Any(m => m is { Kind: "ConfigMap", Name: "etc-yum-repos-d" });
        foreach (var command in packages.Where(p => p.FromRepository && p.Command.Program != "rpm-ostree")
            .Select(p => p.Command).Distinct())
        {
            if (!ownRepositories && !command.Words.Any(w => w.Contains("releasever", StringComparison.Ordinal)))
            {
                yield return ReleaseVer.At(file.At(command.Line, command.Program),
                    $"{file.Text.Of(command.Line)} installs packages without --releasever");
            }
        }

        foreach (var package in packages.Where(p => Kernels.Any(p.Is)))
        {
            var line = file.LineOf(package.Command, package.Name);
            yield return KernelPackage.At(file.At(line, package.Name), $"{file.Text.Of(line)} installs {Quote.Of(package.Name)}");
        }
    }
}
