namespace AutomountPackaging.Platform;

/// <summary>
/// A stream of RHEL CoreOS: the major release of RHEL that nodes are made of. Sources: the OSImageStream and MachineConfigPool CRDs of
/// openshift/api, glibc and sssd of RHEL 9.6 and 10.0.
/// </summary>
/// <param name="Major">The major release of RHEL.</param>
/// <param name="Glibc">The glibc of its nodes.</param>
/// <param name="SssdMode">
/// The mode that files of sssd must have: sssd 2.9 refuses what others than its owner can read, sssd 2.10 and newer make their files
/// readable for the group at each start.
/// </param>
internal sealed record OsStream(int Major, Version Glibc, int SssdMode)
{
    public static readonly OsStream Rhel9 = new(9, new(2, 34), 0x180);
    public static readonly OsStream Rhel10 = new(10, new(2, 39), 0x1A0);

    /// <summary>As <c>osImageStream.name</c> calls it.</summary>
    public string Name => $"rhel-{Major}";

    /// <summary>The stream of a name; null for one that is not known, such as a derived one.</summary>
    public static OsStream? Find(string? name) => Array.Find([Rhel9, Rhel10], s => s.Name == name);

    /// <summary>
    /// The streams that nodes may be of where no pool names one: a cluster that was installed as 5.0 has RHEL 10, one that was upgraded to
    /// it keeps RHEL 9.
    /// </summary>
    public static IReadOnlyList<OsStream> Of(OpenShiftVersion version) => version.IsFrom(5, 0) ? [Rhel9, Rhel10] : [Rhel9];
}
