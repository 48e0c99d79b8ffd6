using System.Collections.Immutable;

namespace Automount.Maps.Sources;

/// <summary>
/// What is known of the node besides its maps. What is null or empty is not known, and rules that need it report nothing.
/// </summary>
public sealed record NodeFacts
{
    /// <summary>Nothing is known, as when maps are checked away from the node.</summary>
    public static NodeFacts None { get; } = new();

    /// <summary>
    /// <c>browse_mode</c> of autofs.conf(5). automount itself takes yes where it is not set, and the file that is shipped sets no: where
    /// the file is not known, the latter is assumed.
    /// </summary>
    public bool Browse { get; init; }

    /// <summary>
    /// <c>mount_nfs_default_protocol</c> of autofs.conf(5), 3 or 4: the version of NFS that automount asks a server for when an entry gives
    /// none. automount itself takes 3 where it is not set, and the file that Red Hat ships sets 4: where the file is not known, the latter
    /// is assumed.
    /// </summary>
    public int NfsDefaultProtocol { get; init; } = NfsOptions.RedHatProtocol;

    /// <summary>What autofs.conf and automount's command line set for all entries; variables only those that are defined there.</summary>
    public EntryContext Defaults { get; init; } = EntryContext.Default;

    /// <summary>
    /// The variables that automount takes from uname(2) (autofs(5), ARCH, OSREL …); empty where the maps are not those of a known machine.
    /// </summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The mount points that autofs.conf itself defines (amd).</summary>
    public ImmutableArray<AmdMount> AmdMounts { get; init; } = [];

    /// <summary>True on a node with an immutable root (ostree), false on another; null when not known.</summary>
    public bool? IsOstree { get; init; }

    /// <summary>The symbolic links of the root directory and on the way to mount points.</summary>
    public SymbolicLinks Links { get; init; } = SymbolicLinks.None;

    /// <summary>Mount points, and what is above them, that are files and no directories; with links followed.</summary>
    public ImmutableSortedSet<string> NoDirectories { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The names in the root directory, with a leading slash.</summary>
    public ImmutableHashSet<string> TopDirectories { get; init; } = [];

    /// <summary>Names and addresses of the node itself.</summary>
    public ImmutableHashSet<string> OwnNames { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>File system types that the kernel has loaded or a <c>mount.TYPE</c> program exists for.</summary>
    public ImmutableHashSet<string> FileSystems { get; init; } = [];

    /// <summary>Whether mount.nfs(8) is installed; null when not known.</summary>
    public bool? HasMountNfs { get; init; }

    /// <summary>What nfsmount.conf(5) and its drop-ins add to the options of mounts of NFS.</summary>
    public ImmutableArray<NfsMountSetting> NfsMountSettings { get; init; } = [];

    /// <summary>Home directories as sssd makes them (<c>override_homedir</c>), for example <c>/home/%u</c>.</summary>
    public ImmutableArray<string> HomeTemplates { get; init; } = [];

    /// <summary>
    /// Whether automount makes a bind mount of what an NFS location names, because its host is the node itself. No NFS server is asked
    /// then. Only names and addresses that the node has are known; a name that resolves to one of them is not.
    /// </summary>
    /// <param name="host">The host of the location.</param>
    /// <param name="options">All options of the mount.</param>
    /// <param name="root">The options of the entry of the master map.</param>
    public bool Binds(string host, string options, MasterOptions root) =>
        !root.NoBind && IsSelf(host) && !MountOptions.Has(options, "nobind") && !MountOptions.HasValue(options, "port");

    /// <summary>
    /// Whether nothing changed. Collections are compared by what is in them; one that is forgotten here is compared by instance, so that a
    /// change is never lost.
    /// </summary>
    public bool IsSame(NodeFacts other) => ReferenceEquals(this, other)
        || (Defaults.IsSame(other.Defaults)
            && EntryContext.AreSame(Variables, other.Variables)
            && AmdMounts.SequenceEqual(other.AmdMounts)
            && NoDirectories.SetEquals(other.NoDirectories)
            && TopDirectories.SetEquals(other.TopDirectories)
            && OwnNames.SetEquals(other.OwnNames)
            && FileSystems.SetEquals(other.FileSystems)
            && HomeTemplates.SequenceEqual(other.HomeTemplates)
            && NfsMountSettings.SequenceEqual(other.NfsMountSettings)
            && other == this with
            {
                Defaults = other.Defaults,
                Variables = other.Variables,
                AmdMounts = other.AmdMounts,
                NoDirectories = other.NoDirectories,
                TopDirectories = other.TopDirectories,
                OwnNames = other.OwnNames,
                FileSystems = other.FileSystems,
                HomeTemplates = other.HomeTemplates,
                NfsMountSettings = other.NfsMountSettings,
            });

    /// <summary>A location without a host, <c>:/path</c>, is one of the node as well.</summary>
    private bool IsSelf(string host) =>
        host.Length == 0 || host is "localhost" or "localhost.localdomain" or "::1"
        || host.StartsWith("127.", StringComparison.Ordinal)
        || (!OwnNames.IsEmpty && OwnNames.Contains(host));
}
