using System.Globalization;
using System.Text.RegularExpressions;
using Automount.Configuration;
using AutomountPackaging.Platform;

namespace AutomountPackaging.Values;

/// <summary>The kinds of values that the values file knows. Pure; none of them throws.</summary>
internal static partial class ValueForm
{
    // The rendered configuration rendered-POOL-HASH is used as a label value, of which Kubernetes allows 63 characters.
    private const int MaxPool = 21;
    private const int MaxPushSpec = 447;

    private static readonly string Versions = string.Join(", ", OpenShiftVersion.Known.Where(v => v.IsFrom(4, 19)));

    private const string BadMountPoint =
        "is not a mount point: write an absolute path of letters, digits, . _ and -, without . and .. and a / at its end";

    /// <summary>Name of a custom pool.</summary>
    public static Parsed<string> Pool(string text) => text switch
    {
        "master" or "worker" or "arbiter" =>
            Parsed<string>.Wrong($"'{text}' is a pool of OpenShift itself: write the name of a new one, such as worker-automount"),
        { Length: > MaxPool } =>
            Parsed<string>.Wrong($"'{text}' has {text.Length} characters: write at most {MaxPool}, because labels of the build contain it"),
        _ => Matching(text, Label(), "is not the name of a pool: write lower case letters, digits and -"),
    };

    /// <summary>A version that manifests can be written for; those of a later one than is known are written as for the newest.</summary>
    public static Parsed<OpenShiftVersion> OpenShift(string text) =>
        OpenShiftVersion.Parse(text) is { } version && version.IsFrom(4, 19)
            ? new(version, null)
            : Parsed<OpenShiftVersion>.Wrong($"'{text}' is not a version that is known: write {Versions} or a newer one");

    /// <summary><c>refuse</c> or <c>external</c>.</summary>
    public static Parsed<bool> Secrets(string text) => Choice(text, "external", "refuse");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static Parsed<bool> Boolean(string text) => Choice(text, "true", "false");

    /// <summary>An image by digest: what a tag means changes, and the build would not notice.</summary>
    public static Parsed<string> ImageByDigest(string text) =>
        Matching(text, DigestReference(), "is not an image by digest: write HOST/NAME@sha256: and 64 hexadecimal digits, for example from "
            + "skopeo inspect");

    /// <summary>An image with its registry, by tag or by digest.</summary>
    public static Parsed<string> Image(string text) => DigestReference().IsMatch(text)
        ? new(text, null)
        : Matching(text, TagReference(), "is not an image with its registry: write HOST/NAME:TAG or HOST/NAME@sha256:DIGEST");

    /// <summary>Where an RPM is. It ends up in the image's history, so no credential may be in it.</summary>
    public static Parsed<string> RpmUrl(string text) => text.Contains('@')
        ? Parsed<string>.Wrong("the URL has an @: write one without a user and a password, since it is stored in the cluster and in the "
            + "image")
        : Matching(text, Rpm(), "is not the URL of an RPM: write https://HOST/…/NAME.rpm; dnf checks no signature of it");

    /// <summary>
    /// Where the built image goes: what the CRD allows and what the Machine Config Operator can store in its status afterwards.
    /// </summary>
    public static Parsed<string> PushSpec(string text)
    {
        var wrong = text switch
        {
            { Length: > MaxPushSpec } => $"has {text.Length} characters: write at most {MaxPushSpec}",
            _ when text.Contains("://") => "has a scheme: write it without",
            _ when text.Contains('@') => "has a digest: write a tag instead",
            _ when text.Any(char.IsUpper) => "has upper case letters: write it in lower case",
            _ when text.Count(c => c == '/') > 2 => "has too many parts: write at most one between host and name, or the build fails at "
                + "its end",
            _ when !Push().IsMatch(text) && !ServicePush().IsMatch(text) =>
                "is not a place to push to: write HOST/[NAMESPACE/]NAME:TAG with a dot in HOST",
            _ => null,
        };
        return wrong is null ? new(text, null) : Parsed<string>.Wrong($"'{text}' {wrong}");
    }

    /// <summary>Name of a Kubernetes object.</summary>
    public static Parsed<string> ObjectName(string text) => text.Length > 253
        ? Parsed<string>.Wrong($"the name has {text.Length} characters: write at most 253")
        : Matching(text, Subdomain(), "is not the name of an object: write lower case letters, digits, - and .");

    /// <summary>A namespace of one's own: user-workload monitoring does not scrape those of the product.</summary>
    public static Parsed<string> Namespace(string text) => text switch
    {
        "default" or "openshift" => Parsed<string>.Wrong($"'{text}' is a namespace of the product: write one of your own"),
        _ when text.StartsWith("openshift-", StringComparison.Ordinal) || text.StartsWith("kube-", StringComparison.Ordinal) =>
            Parsed<string>.Wrong($"'{text}' is a namespace of the product, where monitors of users are not read: write one of your own"),
        { Length: > 63 } => Parsed<string>.Wrong($"the name has {text.Length} characters: write at most 63"),
        _ => Matching(text, Label(), "is not the name of a namespace: write lower case letters, digits and -"),
    };

    /// <summary>A port of the range that is open between nodes and that nobody of OpenShift uses.</summary>
    public static Parsed<int> HostPort(string text)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || !HostPorts.IsOpen(port))
        {
            return Parsed<int>.Wrong($"'{text}' is not a port that is open between nodes: write 9000 to 9999");
        }

        return HostPorts.IsReserved(port)
            ? Parsed<int>.Wrong($"port {port} belongs to a component of OpenShift: write another one, such as 9747")
            : new(port, null);
    }

    /// <summary>Name of an RPM.</summary>
    public static Parsed<string> Package(string text) => Matching(text, RpmName(), "is not the name of an RPM");

    /// <summary>Name of a SELinux boolean.</summary>
    public static Parsed<string> SelinuxBoolean(string text) => Matching(text, BooleanName(), "is not the name of a SELinux boolean");

    /// <summary>A mount point of automount.</summary>
    public static Parsed<string> MountPoint(string text) => text is "/home" or "/var/home"
        ? Parsed<string>.Wrong($"'{text}' would hide /var/home/core, and with it the keys of ssh: write another mount point, such as /data")
        : Matching(text, CleanPath(), BadMountPoint);

    /// <summary>A path that pods require, as agent.conf(5) reads it.</summary>
    public static Parsed<string> RequiredPath(string text) => SettingValue.Paths(text) switch
    {
        { Problem: { } problem } => Parsed<string>.Wrong(problem),
        { Value: [var path] } when !path.Any(char.IsControl) => new(path, null),
        _ => Parsed<string>.Wrong($"'{text}' is not one path: write each path by itself, without a comma"),
    };

    /// <summary>An address on the web.</summary>
    public static Parsed<string> Url(string text) => Matching(text, WebAddress(), "is not a URL: write https://…");

    /// <summary>Any path; whether it is there is found out when it is read.</summary>
    public static Parsed<string> File(string text) => new(text, null);

    private static Parsed<bool> Choice(string text, string yes, string no) =>
        text == yes || text == no ? new(text == yes, null) : Parsed<bool>.Wrong($"'{text}' is neither {yes} nor {no}");

    private static Parsed<string> Matching(string text, Regex form, string wrong) =>
        form.IsMatch(text) ? new(text, null) : Parsed<string>.Wrong($"'{text}' {wrong}");

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    // A registry has a dot, a port, or is localhost; without one, the name is short and depends on the search list of the machine.
    private const string ImageName = @"\A[a-z0-9-]+(\.[a-z0-9-]+)*(?<=\..*)(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+";

    [GeneratedRegex(ImageName + @"@sha256:[0-9a-f]{64}\z")]
    private static partial Regex DigestReference();

    [GeneratedRegex(ImageName + @":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex TagReference();

    [GeneratedRegex(@"\Ahttps://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[A-Za-z0-9._~/%+^-]+\.rpm\z")]
    private static partial Regex Rpm();

    // Both from the CRD; the operator's status allows no dot in a part between host and name either.
    [GeneratedRegex(@"\A([a-z0-9-]+\.)+[a-z0-9-]+(:[0-9]{2,5})?(/[a-z0-9_-]{1,61})?/[a-z0-9]+([._-]+[a-z0-9]+)*:[a-z0-9._-]+\z")]
    private static partial Regex Push();

    [GeneratedRegex(@"\A[a-z0-9-]+\.[a-z0-9-]+\.svc:[0-9]+/[a-z0-9_-]+/[a-z0-9]+([._-]+[a-z0-9]+)*:[a-z0-9._-]+\z")]
    private static partial Regex ServicePush();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]*\z")]
    private static partial Regex RpmName();

    [GeneratedRegex(@"\A[a-z0-9_]+\z")]
    private static partial Regex BooleanName();

    [GeneratedRegex(@"\A(/(?!\.{1,2}(/|\z))[A-Za-z0-9._-]+)+\z")]
    private static partial Regex CleanPath();

    [GeneratedRegex(@"\Ahttps?://[^\s""'<>\\#?@]+\z")]
    private static partial Regex WebAddress();
}
