namespace Automount.Nfs;

/// <summary>
/// Status codes of NFS version 4 that matter for the question whether a path exists (RFC 7530 section 13.1, RFC 8881 section 15.1).
/// </summary>
public enum Nfs4Status : uint
{
    /// <summary>NFS4_OK.</summary>
    Ok = 0,

    /// <summary>NFS4ERR_PERM: Linux gives it to a source port above 1023, where the export is <c>secure</c>.</summary>
    Permission = 1,

    /// <summary>NFS4ERR_NOENT.</summary>
    NoEntry = 2,

    /// <summary>NFS4ERR_IO.</summary>
    InputOutput = 5,

    /// <summary>NFS4ERR_ACCESS.</summary>
    Access = 13,

    /// <summary>NFS4ERR_NOTDIR.</summary>
    NotDirectory = 20,

    /// <summary>NFS4ERR_INVAL.</summary>
    Invalid = 22,

    /// <summary>NFS4ERR_NAMETOOLONG.</summary>
    NameTooLong = 63,

    /// <summary>NFS4ERR_STALE.</summary>
    Stale = 70,

    /// <summary>NFS4ERR_SERVERFAULT.</summary>
    ServerFault = 10006,

    /// <summary>NFS4ERR_DELAY: ask again later.</summary>
    Delay = 10008,

    /// <summary>NFS4ERR_CLID_INUSE.</summary>
    ClientIdInUse = 10017,

    /// <summary>NFS4ERR_WRONGSEC: it exists, and another security flavor is wanted.</summary>
    WrongSecurity = 10016,

    /// <summary>NFS4ERR_RESOURCE: the compound is too long for the server (4.0).</summary>
    Resource = 10018,

    /// <summary>NFS4ERR_MOVED: it is on another server, a referral.</summary>
    Moved = 10019,

    /// <summary>NFS4ERR_MINOR_VERS_MISMATCH.</summary>
    MinorVersionMismatch = 10021,

    /// <summary>NFS4ERR_SYMLINK: a component above is a symbolic link, which the client would follow.</summary>
    Symlink = 10029,

    /// <summary>NFS4ERR_BADCHAR.</summary>
    BadCharacter = 10040,

    /// <summary>NFS4ERR_BADNAME.</summary>
    BadName = 10041,

    /// <summary>NFS4ERR_TOO_MANY_OPS: the compound is too long for the session.</summary>
    TooManyOperations = 10070,
}
