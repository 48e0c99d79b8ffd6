namespace Automount.Findings;

/// <content>Kinds of the link <c>map</c>: what an entry mounts, and from where.</content>
public static partial class FindingCatalog
{
    /// <summary>automount cannot parse a map entry.</summary>
    public static readonly FindingKind MapBadEntry = new(
        "map/bad-entry",
        Link.Map,
        Severity.Error,
        new Guid("e3994900-1cc4-5d3a-85cf-b46f451dacff"),
        "automount cannot parse a map entry",
        "automount refuses the entry when the key is first used; the user sees No such file or directory.",
        "Correct the entry (autofs(5)); the message quotes it.");

    /// <summary>A map entry is longer than automount can take.</summary>
    public static readonly FindingKind MapTooLong = new(
        "map/too-long",
        Link.Map,
        Severity.Error,
        new Guid("7f4cc39b-56e3-5497-9c85-f9d1f8954c6e"),
        "A map entry is longer than automount can take",
        "Keys are limited to 255 bytes and entries to 16384; a longer one is cut or corrupts the lookup.",
        "Shorten the entry, or split it.");

    /// <summary>An entry uses a variable that does not exist.</summary>
    public static readonly FindingKind MapUnknownVariable = new(
        "map/unknown-variable",
        Link.Map,
        Severity.Warning,
        new Guid("08c81c38-63a3-4086-85d2-43fa0fcd0aba"),
        "An entry uses a variable that does not exist",
        "automount replaces an unknown variable by nothing and logs nothing, so that a part of the path is missing.",
        "Correct the name, define it with -D in the master map, or write \\$ for a dollar sign.");

    /// <summary>A variable is not closed.</summary>
    public static readonly FindingKind MapUnclosedBrace = new(
        "map/unclosed-brace",
        Link.Map,
        Severity.Error,
        new Guid("6f047ead-8b00-4630-9ecb-6d04493d7f2c"),
        "A variable is not closed",
        "A ${ without } makes automount drop the rest of the entry.",
        "Close the brace.");

    /// <summary>An &amp; is quoted, and stands for itself.</summary>
    public static readonly FindingKind MapQuotedAmpersand = new(
        "map/quoted-ampersand",
        Link.Map,
        Severity.Warning,
        new Guid("f9855874-1ce7-4303-b436-59d986e76ced"),
        "An & is quoted, and stands for itself",
        "In double quotes or after a backslash & is not replaced by the key: every key leads to the same path with an & in its name.",
        "Take the quotes away, or leave the & outside of them.");

    /// <summary>Options stand after the location.</summary>
    public static readonly FindingKind MapOptionsAfterLocation = new(
        "map/options-after-location",
        Link.Map,
        Severity.Error,
        new Guid("83ecb09a-0887-40fc-8d72-ca5712f03b11"),
        "Options stand after the location",
        "automount takes what follows the path for a part of it, and asks the server for a path that does not exist.",
        "Write the options before the location: -rw,hard server:/path.");

    /// <summary>Several servers for one file system that may be written.</summary>
    public static readonly FindingKind MapWritableReplicas = new(
        "map/writable-replicas",
        Link.Map,
        Severity.Warning,
        new Guid("f1fb9b06-942c-4fe7-8812-3ae2d8453596"),
        "Several servers for one file system that may be written",
        "automount mounts whichever server answers first, and does not copy what is written from one to the other: nodes see different files.",
        "Mount replicas ro, or name one server.");

    /// <summary>The server of an entry is the node itself.</summary>
    public static readonly FindingKind MapLocalServer = new(
        "map/local-server",
        Link.Map,
        Severity.Warning,
        new Guid("5dacb4c4-8585-4538-bb5c-1e0a43bc37ed"),
        "The server of an entry is the node itself",
        "automount makes a bind mount of the local directory, not an NFS mount: other options and permissions hold, and the server's exports are not asked.",
        "Use nobind when NFS is meant, or -fstype=bind :/path when it is not.");

    /// <summary>Kerberos with the address of a server.</summary>
    public static readonly FindingKind MapKerberosByAddress = new(
        "map/kerberos-by-address",
        Link.Map,
        Severity.Warning,
        new Guid("e6bca588-e83d-4583-96ff-105be21ab626"),
        "Kerberos with the address of a server",
        "Tickets are issued for names. With an address the mount works only if the address resolves back to the name that the server has a key for.",
        "Write the name of the server.");

    /// <summary>The weight of a server is not a number.</summary>
    public static readonly FindingKind MapBadWeight = new(
        "map/bad-weight",
        Link.Map,
        Severity.Warning,
        new Guid("fbee7721-3561-4952-a9aa-094a9d8b8bee"),
        "The weight of a server is not a number",
        "automount reads what is not a number as 0, the most preferred.",
        "Write host(1):/path with a whole number and no quotes.");

    /// <summary>A bind mount does not name a local path.</summary>
    public static readonly FindingKind MapBindSource = new(
        "map/bind-source",
        Link.Map,
        Severity.Error,
        new Guid("a63fe281-9e15-4fbf-a3ee-ada3402c9816"),
        "A bind mount does not name a local path",
        "-fstype=bind takes a local directory, written :/path.",
        "Write :/path, or use -fstype=nfs for a server.");

    /// <summary>A CIFS share is not written as one.</summary>
    public static readonly FindingKind MapCifsSource = new(
        "map/cifs-source",
        Link.Map,
        Severity.Error,
        new Guid("cc587556-fccb-4456-97f5-f29c80ac7a84"),
        "A CIFS share is not written as one",
        "mount.cifs takes //server/share. In a map the slashes need a colon before them, or automount takes them for the offset of a multi-mount.",
        "Write -fstype=cifs,... ://server/share.");

    /// <summary>An offset is in an entry twice.</summary>
    public static readonly FindingKind MapDuplicateOffset = new(
        "map/duplicate-offset",
        Link.Map,
        Severity.Warning,
        new Guid("e10a80f3-6755-4e34-b7e5-a8bc26d49a24"),
        "An offset is in an entry twice",
        "automount uses the first and ignores the others.",
        "Delete the offset that is not meant.");

    /// <summary>There is no such file system type.</summary>
    public static readonly FindingKind MapUnknownType = new(
        "map/unknown-type",
        Link.Map,
        Severity.Error,
        new Guid("2eaa793f-4b1d-44cc-bcf9-d8c1acd2f435"),
        "There is no such file system type",
        "mount(8) knows no file system of this name, so the mount fails.",
        "Correct fstype=.");

    /// <summary>The node cannot mount this file system type.</summary>
    public static readonly FindingKind MapMissingHelper = new(
        "map/missing-helper",
        Link.Map,
        Severity.Error,
        new Guid("07b7c49a-e9df-4eb9-800b-3fc214b8f5ac"),
        "The node cannot mount this file system type",
        "The type needs a program mount.TYPE, which is not installed on the node.",
        "Install the package with the program (cifs-utils for cifs), or use another type.");

    private static IReadOnlyList<FindingKind> MapEntriesKinds =>
    [
        MapBadEntry,
        MapTooLong,
        MapUnknownVariable,
        MapUnclosedBrace,
        MapQuotedAmpersand,
        MapOptionsAfterLocation,
        MapWritableReplicas,
        MapLocalServer,
        MapKerberosByAddress,
        MapBadWeight,
        MapBindSource,
        MapCifsSource,
        MapDuplicateOffset,
        MapUnknownType,
        MapMissingHelper,
    ];
}
