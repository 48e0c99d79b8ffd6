using Automount.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 10 to 12 and 17: stages, images, what is copied where, and secrets.</summary>
internal static class ContainerfileCheck
{
    private static readonly string[] Keywords =
    [
        "FROM", "RUN", "COPY", "ADD", "ENV", "ARG", "LABEL", "USER", "WORKDIR", "CMD", "ENTRYPOINT", "EXPOSE", "VOLUME", "SHELL",
        "ONBUILD", "STOPSIGNAL", "HEALTHCHECK", "MAINTAINER",
    ];

    private static readonly string[] Closed = ["/var", "/tmp", "/run", "/boot", "/usr/etc"];

    // A build may use these; what it leaves there is thrown away at its end.
    private static readonly string[] Scratch = ["/tmp", "/run", "/var/tmp", "/var/cache", "/var/log"];

    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.Containerfiles.SelectMany(f => Stages(f).Concat(Images(f)).Concat(Destinations(f)).Concat(Secrets(f)));

    private static IEnumerable<PackagingFinding> Stages(Containerfile file)
    {
        if (file.Instructions.FirstOrDefault(i => !Keywords.Contains(i.Keyword)) is { } unknown)
        {
            yield return UnknownInstruction.At(file.At(unknown),
                $"{file.Of(unknown)} begins with {Quote.Of(unknown.Keyword)}, which is not an instruction");
        }

        if (file.Last is not { } last)
        {
            yield return LastStage.At(file.At(0), $"{file.Text.Name} has no FROM");
            yield break;
        }

        if (!file.IsFromConfigs(last))
        {
            yield return LastStage.At(file.At(last.From),
                $"{file.Of(last.From)} builds the last stage on {Quote.Of(last.Image)}, not on configs");
        }

        foreach (var stage in file.Stages.Where(s => s.Name is "configs" or "extract"))
        {
            yield return StageRedefined.At(file.At(stage.From, stage.Name),
                $"{file.Of(stage.From)} calls a stage {Quote.Of(stage.Name)}, as the operator does");
        }
    }

    private static IEnumerable<PackagingFinding> Images(Containerfile file)
    {
        var named = file.Stages.Select(s => (s.Image, s.From)).Concat(
            from stage in file.Stages
            from instruction in stage.Instructions
            from option in instruction.Options
            where option.Name == "--from"
            select (Image: file.WithArguments(option.Value), instruction));
        foreach (var (image, instruction) in named.Where(n => n.Image is not ("" or "scratch" or "configs" or "extract")
            && !n.Image.Contains('$') && file.StageNamed(n.Image) is null))
        {
            var host = image.Split('/')[0];
            if (!image.Contains('/') || !(host.Contains('.') || host.Contains(':') || host == "localhost"))
            {
                yield return ShortName.At(file.At(instruction, image),
                    $"{file.Of(instruction)} names the image {Quote.Of(image)} without a registry");
            }
            else if (!image.Contains("@sha256:", StringComparison.Ordinal))
            {
                yield return FloatingTag.At(file.At(instruction, image),
                    $"{file.Of(instruction)} names the image {Quote.Of(image)} without a digest");
            }
        }

        foreach (var instruction in file.Instructions.Where(i => i.Keyword is "COPY" or "ADD" && !i.HereDocument
            && i.Options.All(o => o.Name != "--from")))
        {
            foreach (var source in instruction.Words.SkipLast(1).Where(s => instruction.Keyword == "COPY" || !IsRemote(s)))
            {
                yield return LocalCopy.At(file.At(instruction, source),
                    $"{file.Of(instruction)} copies {Quote.Of(source)}, which the build context does not have");
            }
        }
    }

    private static bool IsRemote(string source) => source.Contains("://", StringComparison.Ordinal)
        || source.StartsWith("git@", StringComparison.Ordinal);

    private static IEnumerable<PackagingFinding> Destinations(Containerfile file)
    {
        var removed = ImageContent.Removed(file).Select(r => (Path: NodePath.Resolve(r.Path), r.Line)).ToArray();
        return
            from made in ImageContent.Paths(file)
            let path = NodePath.Resolve(made.Path)
            where Closed.Any(c => NodePath.IsUnder(path, c)) && !Scratch.Any(s => NodePath.IsUnder(path, s))
                && !removed.Any(r => r.Line >= made.Line && (NodePath.IsUnder(path, r.Path) || NodePath.IsUnder(r.Path, path)))
            select Destination.At(file.At(made.Line, made.Path),
                $"{file.Text.Of(made.Line)} writes {Quote.Of(made.Path)}, which nodes do not take from the image");
    }

    private static IEnumerable<PackagingFinding> Secrets(Containerfile file) =>
        from line in file.Text.Lines.Index()
        let found = Credentials.Find(line.Item)
        where found is not null
        select ContainerfileSecret.At(file.At(line.Index), $"{file.Text.Of(line.Index)} holds {found}");
}
