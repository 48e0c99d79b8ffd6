using AutomountPackaging.Check;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit.Pool;

/// <summary>
/// The Containerfile that the Machine Config Operator appends to its own stages. There is no build context, so the agent comes from a named
/// stage or a
/// URL; one RUN, because the build copies all of the image for each; nothing below /var, because that is not updated with the image.
/// </summary>
public static class Containerfile
{
    /// <summary>What the CRD allows.</summary>
    public const int Longest = 4096;

    private static readonly string[] Chain = ["autofs", "libsss_autofs", "sssd-dbus", "openldap-clients"];

    /// <summary>Writes it.</summary>
    /// <param name="values">The values.</param>
    /// <param name="folders">Mount points whose folder must be in the image.</param>
    public static string Write(EmitValues values, IReadOnlyCollection<string> folders)
    {
        IEnumerable<string> packages = [.. Chain, .. values.Packages, .. values.AgentRpm is { } rpm ? new[] { rpm } : []];
        IEnumerable<string> steps =
        [
            // The newest packages of RHEL 9 do not fit the sssd of an older minor release that the node has.
            ". /etc/os-release",
            $"dnf -y --releasever=\"${{RHEL_VERSION:-$VERSION_ID}}\" --setopt=install_weak_deps=False install {string.Join(' ', packages.Distinct())}",
            // What dnf leaves below /var would be in every node's image and never updated.
            "dnf clean all",
            "rm -rf /var/cache/dnf /var/lib/dnf /var/log/dnf* /var/log/hawkey.log",
            .. values.SelinuxBooleans.Select(b => $"semanage boolean --modify --on {b}"),
            .. folders.Count > 0 ? new[] { $"mkdir -p {string.Join(' ', folders)}" } : [],
            // Without a preset of its own, autofs.service falls to the "disable *" of the system whenever somebody calls systemctl preset.
            "printf 'enable autofs.service\\n' > /usr/lib/systemd/system-preset/50-autofs.preset",
            "systemctl preset autofs.service automount-agent.service",
            Closing(values.OpenShift),
        ];
        return $"""
            {(values.AgentImage is { } image ? $"FROM {image} AS automount-agent\n" : "")}FROM configs AS final
            {(values.AgentImage is null ? "" : "COPY --from=automount-agent /usr /usr\n")}RUN {string.Join(" && \\\n    ", steps)}

            """;
    }

    private static string Closing(OpenShiftVersion version) => version.Minor >= 20 ? "bootc container lint" : "ostree container commit";
}
