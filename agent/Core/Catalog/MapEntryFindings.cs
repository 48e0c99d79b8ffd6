using Automount.Findings;

namespace Automount.Catalog;

/// <summary>Faults of the link <c>map</c> in what an entry mounts, and from where.</summary>
public static class MapEntryFindings
{
    private static readonly KindList Kinds = new(Link.Map);

    public static IReadOnlyList<FindingKind> All => Kinds.All;

    public static FindingKind BadEntry { get; } = Kinds.Error(
        "map/bad-entry",
        "automount cannot parse a map entry",
        "automount refuses the entry when the key is first used; the user sees No such file or directory.",
        "Correct the entry (autofs(5)); the message quotes it.");

    public static FindingKind TooLong { get; } = Kinds.Error(
        "map/too-long",
        "A map entry is longer than automount can take",
        "Keys are limited to 255 bytes and entries to 16384; a longer one is cut or corrupts the lookup.",
        "Shorten the entry, or split it.");

    public static FindingKind UnknownVariable { get; } = Kinds.Warning(
        "map/unknown-variable",
        "An entry uses a variable that does not exist",
        "automount replaces an unknown variable by nothing and logs nothing, so that a part of the path is missing.",
        "Correct the name, define it with -D in the master map, or write \\$ for a dollar sign.");

    public static FindingKind UnclosedBrace { get; } = Kinds.Error(
        "map/unclosed-brace",
        "A variable is not closed",
        "A ${ without } makes automount drop the rest of the entry.",
        "Close the brace.");

    public static FindingKind QuotedAmpersand { get; } = Kinds.Warning(
        "map/quoted-ampersand",
        "An & is quoted, and stands for itself",
        "In double quotes or after a backslash & is not replaced by the key: every key leads to the same path with an & in its name.",
        "Take the quotes away, or leave the & outside of them.");

    public static FindingKind OptionsAfterLocation { get; } = Kinds.Error(
        "map/options-after-location",
        "Options stand after the location",
        "automount takes what follows the path for a part of it, and asks the server for a path that does not exist.",
        "Write the options before the location: -rw,hard server:/path.");

    public static FindingKind WritableReplicas { get; } = Kinds.Warning(
        "map/writable-replicas",
        "Several servers for one file system that may be written",
        "automount mounts whichever server answers first, and does not copy what is written from one to the other: nodes see "
            + "different files.",
        "Mount replicas ro, or name one server.");

    public static FindingKind LocalServer { get; } = Kinds.Warning(
        "map/local-server",
        "The server of an entry is the node itself",
        "automount makes a bind mount of the local directory, not an NFS mount: other options and permissions hold, and the server's "
            + "exports are not asked.",
        "Use nobind when NFS is meant, or -fstype=bind :/path when it is not.");

    public static FindingKind KerberosByAddress { get; } = Kinds.Warning(
        "map/kerberos-by-address",
        "Kerberos with the address of a server",
        "Tickets are issued for names. With an address the mount works only if the address resolves back to the name that the server "
            + "has a key for.",
        "Write the name of the server.");

    public static FindingKind BadWeight { get; } = Kinds.Warning(
        "map/bad-weight",
        "The weight of a server is not a number",
        "automount reads what is not a number as 0, the most preferred.",
        "Write host(1):/path with a whole number and no quotes.");

    public static FindingKind BindSource { get; } = Kinds.Error(
        "map/bind-source",
        "A bind mount does not name one local path",
        "-fstype=bind takes one local directory, written :/path.",
        "Write :/path, or use -fstype=nfs for a server.");

    public static FindingKind CifsSource { get; } = Kinds.Error(
        "map/cifs-source",
        "A CIFS share is not written as one",
        "mount.cifs takes //server/share. In a map the slashes need a colon before them, or automount takes them for the offset of a "
            + "multi-mount.",
        "Write -fstype=cifs,... ://server/share.");

    public static FindingKind UrlLocation { get; } = Kinds.Warning(
        "map/url-location",
        "A location is written as a URL",
        "automount knows host:/path only. Of nfs://server/path it asks a server called nfs for the path //server/path.",
        "Write server:/path; for a share of CIFS -fstype=cifs,... ://server/share.");

    public static FindingKind RewrittenColon { get; } = Kinds.Warning(
        "map/rewritten-colon",
        "automount makes a slash of a colon",
        "Behind the :/ of a word every further colon becomes a slash, in the values of options as well as in locations: the third layer of "
            + "lowerdir=/a:/b:/c is lost without a word, and server:/a:b is asked for /a/b.",
        "Put the word in double quotes, or a backslash before the colon; --no-slashify-colons in the master map holds for the whole map.");

    public static FindingKind OffsetBelowBind { get; } = Kinds.Warning(
        "map/offset-below-bind",
        "An offset is below a bind mount",
        "What automount mounts below a bind mount of its own has no propagation: a container with mountPropagation HostToContainer sees an "
            + "empty directory there, and no error.",
        "Give the offset a key of its own, or mount it below a directory that is not a bind mount.");

    public static FindingKind DuplicateOffset { get; } = Kinds.Warning(
        "map/duplicate-offset",
        "An offset is in an entry twice",
        "automount uses the first and ignores the others.",
        "Delete the offset that is not meant.");

    public static FindingKind UnknownType { get; } = Kinds.Error(
        "map/unknown-type",
        "There is no such file system type",
        "mount(8) knows no file system of this name, and its name is nearly that of one that exists: the mount fails.",
        "Correct fstype=.");

    public static FindingKind MissingHelper { get; } = Kinds.Error(
        "map/missing-helper",
        "The node cannot mount this file system type",
        "The type needs a program mount.TYPE, which is not installed on the node.",
        "Install the package with the program (cifs-utils for cifs), or use another type.");
}
