using AutomountPackaging.Platform;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit.Pool;

/// <summary>
/// The Containerfile that the Machine Config Operator appends to its own stages. There is no build context, so the agent comes from a named
/// stage or a URL; one RUN, because the build copies all of the image for each; nothing below /var, because that is not updated with the
/// image.
/// </summary>
internal static class ContainerfileText
{
    /// <summary>What the CRD allows, in characters.</summary>
    public const int MaxLength = 4096;

    // The newest packages of RHEL do not fit the sssd of the minor release that the node has, and RHEL CoreOS is made of the repositories
    // of extended update support: those of plain releases end with the next minor release. A repository that is not there is passed over.
    private const string Install = "dnf -y --releasever=\"${RHEL_VERSION:-$VERSION_ID}\" --setopt='rhel-*-baseos-eus-rpms.enabled=1' \\\n"
        + "        --setopt='rhel-*-appstream-eus-rpms.enabled=1' --setopt=install_weak_deps=False install";

    private static readonly string[] Chain = ["autofs", "libsss_autofs", "sssd-dbus", "openldap-clients"];

    /// <summary>Writes it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="folders">Mount points whose folder must be in the image.</param>
    /// <param name="hasSssd">Whether a MachineConfig brings files of sssd.</param>
    public static string Write(EmitValues values, IReadOnlyCollection<string> folders, bool hasSssd)
    {
        var stage = values.AgentImage is { } image ? $"FROM {image} AS automount-agent\n" : "";
        var copy = values.AgentImage is null ? "" : "COPY --from=automount-agent /usr /usr\n";
        return $"""
            {stage}FROM configs AS final
            {copy}RUN {string.Join(" && \\\n    ", Steps(values, folders, hasSssd))}

            """;
    }

    private static IEnumerable<string> Steps(EmitValues values, IReadOnlyCollection<string> folders, bool hasSssd)
    {
        yield return ". /etc/os-release";
        yield return $"{Install} \\\n        {string.Join(' ', Packages(values).Distinct())}";

        // What dnf leaves below /var would be in every node's image and never updated.
        yield return "dnf clean all";
        yield return "rm -rf /var/cache/dnf /var/lib/dnf /var/log/dnf* /var/log/hawkey.log";
        foreach (var boolean in values.SelinuxBooleans)
        {
            yield return $"semanage boolean --modify --on {boolean}";
        }

        if (folders.Count > 0)
        {
            yield return $"mkdir -p {string.Join(' ', folders)}";
        }

        foreach (var step in hasSssd ? SssdCopy.Steps : [])
        {
            yield return step;
        }

        // Without a preset of its own, autofs.service falls to the "disable *" of the system whenever somebody calls systemctl preset.
        yield return "printf 'enable autofs.service\\n' > /usr/lib/systemd/system-preset/50-autofs.preset";
        yield return "systemctl preset autofs.service automount-agent.service";
        yield return Closing(values.OpenShift);
    }

    private static IEnumerable<string> Packages(EmitValues values) =>
        values.AgentRpm is { } rpm ? [.. Chain, .. values.Packages, rpm] : [.. Chain, .. values.Packages];

    private static string Closing(OpenShiftVersion version) => version.IsFrom(4, 20) ? "bootc container lint" : "ostree container commit";
}
