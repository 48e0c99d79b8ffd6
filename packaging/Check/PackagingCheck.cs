using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;

namespace AutomountPackaging.Check;

/// <summary>What came of a check.</summary>
/// <param name="Findings">What is wrong.</param>
/// <param name="Target">The OpenShift that the rules were for.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="LookedInto">How many objects and files a rule looked into.</param>
/// <param name="NotLookedInto">What was not judged, and why.</param>
internal sealed record CheckResult(
    IReadOnlyList<PackagingFinding> Findings, OpenShiftVersion Target, int Files, int LookedInto, IReadOnlyList<Unseen> NotLookedInto);

/// <summary>Checks manifests that put the agent, autofs and sssd on the nodes of an OpenShift cluster.</summary>
internal static class PackagingCheck
{
    /// <summary>All that is wrong with a set of files, sorted by file and place. Pure: same files, same findings.</summary>
    /// <param name="files">Everything that belongs together; rules across files see all of it. What is not known is left alone.</param>
    /// <param name="target">The OpenShift that they are for.</param>
    /// <param name="now">The time that ends of tokens are compared with; without it they are not judged.</param>
    public static IReadOnlyList<PackagingFinding> Run(
        IReadOnlyList<SourceFile> files, OpenShiftVersion target, DateTimeOffset? now = null) => Judge(files, target, now).Findings;

    /// <summary>The same, with what was looked into.</summary>
    public static CheckResult Judge(IReadOnlyList<SourceFile> files, OpenShiftVersion target, DateTimeOffset? now)
    {
        // Where two files say different things the later one wins: the order in which they were given must not decide.
        var set = new ManifestSet([.. files.OrderBy(f => f.Path, StringComparer.Ordinal)], target, now);
        return new CheckResult(Findings(set), target, files.Count, set.LookedInto, set.NotLookedInto);
    }

    private static IReadOnlyList<PackagingFinding> Findings(ManifestSet set) =>
    [
        .. set.Unreadable.Select(u => RuleCatalog.Unreadable.At(u.Place, $"cannot be read: {Quote.Plain(u.Message)}"))
            .Concat(MachineOSConfigCheck.Run(set))
            .Concat(PushSpecCheck.Run(set))
            .Concat(PoolCheck.Run(set))
            .Concat(ContainerfileCheck.Run(set))
            .Concat(ContainerCommandCheck.Run(set))
            .Concat(ProgramCheck.Run(set))
            .Concat(MachineConfigCheck.Run(set))
            .Concat(IgnitionFileCheck.Run(set))
            .Concat(UnitCheck.Run(set))
            .Concat(ManagedPathCheck.Run(set))
            .Concat(CredentialCheck.Run(set))
            .Concat(AutofsCheck.Run(set))
            .Concat(MapCheck.Run(set))
            .Concat(SssdCheck.Run(set))
            .Concat(PodCheck.Run(set))
            .Concat(SecretCheck.Run(set))
            .Concat(MonitoringCheck.Run(set))
            .Concat(MonitoringPortCheck.Run(set))
            .Distinct()
            .OrderBy(f => f.File,
                StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => RuleCatalog.Order(f.Rule))
            .ThenBy(f => f.Message, StringComparer.Ordinal),
    ];
}
