using System.Text;
using AutomountPackaging.Emit;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using AutomountPackaging.Values;
using Xunit;

namespace PackagingTests.Emit.Support;

/// <summary>Values and files that are good, and the matrix of them.</summary>
internal static class Case
{
    public const string Image = "quay.io/example/automount-agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string InternalPushSpec =
        "image-registry.openshift-image-registry.svc:5000/openshift-machine-config-operator/os-image:latest";

    /// <summary>The releases that manifests are emitted for: 19 is 4.19, and 50 is 5.0.</summary>
    public static readonly int[] Releases = [19, 20, 21, 22, 23, 50];

    public static OpenShiftVersion Version(int release) => release >= 50 ? new(release / 10, release % 10) : new(4, release);

    public static EmitValues Values(int minor = 20) => new()
    {
        OpenShift = Version(minor),
        AgentImage = Image,
        PushSpec = "quay.io/example/os-image:worker-automount",
        PushSecret = "os-image-push",
    };

    public static Inputs Inputs { get; } = new()
    {
        SssdConf = File("sssd.conf", "[sssd]\nservices = nss, pam, autofs\ndomains = example.com\n\n[domain/example.com]\n"
            + "id_provider = ldap\nldap_uri = ldaps://ldap.example.com\n"),
        SssdSnippets = [File("debug.conf", "[nss]\ndebug_level = 2\n")],
        Maps = [File("auto.data", "# Größe\n* -fstype=nfs4 nfs1.example.com:/exports/&\n"), File("site.autofs", "/data /etc/auto.data\n")],
        AutofsConf = File("autofs.conf", "[ autofs ]\ntimeout = 600\n"),
        AgentSnippets = [File("slow.conf", "[mounts]\ntimeout = 5s\n")],
    };

    public static InputFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text), text);

    /// <summary>The files that come of it; the test fails when there is a problem.</summary>
    public static IReadOnlyList<SourceFile> Emit(EmitValues values, Inputs? inputs = null)
    {
        var emitted = new Emitter((_, _) => []).Emit(values, inputs ?? Inputs);
        Assert.Empty(emitted.Problems);
        return emitted.Files;
    }

    public static string Text(this IEnumerable<SourceFile> files, string path) => files.Single(f => f.Path == path).Text;

    /// <summary>Every version with every combination of what changes the shape of the output.</summary>
    public static IEnumerable<(EmitValues Values, Inputs Inputs)> Matrix()
    {
        foreach (var minor in Releases)
        {
            for (var bits = 0; bits < 32; bits++)
            {
                bool On(int bit) => (bits & (1 << bit)) != 0;
                var values = Values(minor) with { Monitoring = On(2), NodeConditions = On(3), Pool = "123" };
                values = On(0) ? values : values with
                {
                    AgentImage = null, AgentRpm = "https://rpm.example.com/automount-agent-0.1.0-1.x86_64.rpm",
                };
                values = On(1) ? values with { PullSecret = "os-image-pull", Packages = ["krb5-workstation"] } : values;
                values = On(3)
                    ? values with { PushSpec = "quay.io/example/os-image:1", RequiredPaths = ["/data/models", "/data/a b"] }
                    : values with { PushSpec = InternalPushSpec };
                values = !On(4) ? values : values with
                {
                    Pool = "worker-automount", Runbooks = "https://docs.example.com/packaging.html", MountPoints = ["/projects"],
                };
                yield return (values, On(4) ? Inputs : new Inputs());
            }
        }
    }
}
