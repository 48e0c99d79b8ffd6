using System.Text;

namespace AutomountAgent.Model;

/// <summary>What a request is made for.</summary>
internal enum NfsPurpose
{
    /// <summary>To keep up session, lease and client id: made by the kernel itself, also when nobody uses the mount.</summary>
    Upkeep,

    /// <summary>To walk a path or read attributes: made by users and monitors alike.</summary>
    Look,

    /// <summary>For statfs(2), which monitors call.</summary>
    StatFs,

    /// <summary>To open, read, list or change something: made by users.</summary>
    Work,
}

/// <summary>The operations that mountstats lists (linux: fs/nfs/nfs3xdr.c, nfs4xdr.c), by what they are made for. Pure.</summary>
internal static class NfsOperations
{
    private static readonly HashSet<string> Upkeep = new(StringComparer.Ordinal)
    {
        "NULL", "RENEW", "SEQUENCE", "SETCLIENTID", "SETCLIENTID_CONFIRM", "EXCHANGE_ID", "CREATE_SESSION", "DESTROY_SESSION", "DESTROY_CLIENTID",
        "GET_LEASE_TIME", "RECLAIM_COMPLETE", "BIND_CONN_TO_SESSION", "SECINFO", "SECINFO_NO_NAME", "FSID_PRESENT", "LAYOUTSTATS", "LAYOUTERROR",
        "TEST_STATEID", "FREE_STATEID", "DELEGRETURN", "RELEASE_LOCKOWNER",
    };

    private static readonly HashSet<string> Looks = new(StringComparer.Ordinal)
    {
        "GETATTR", "LOOKUP", "LOOKUPP", "LOOKUP_ROOT", "ACCESS", "FSINFO", "PATHCONF", "SERVER_CAPS", "FS_LOCATIONS", "READLINK", "GETACL", "GETXATTR",
        "LISTXATTRS", "GETDEVICEINFO",
    };

    /// <summary>
    /// What an operation is made for. One that is not known counts as work, so that a mount in use is never taken for an idle one.
    /// </summary>
    /// <param name="name">Its name, as mountstats has it.</param>
    public static NfsPurpose PurposeOf(ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[32];
        if (name.Length > text.Length)
        {
            return NfsPurpose.Work;
        }

        ReadOnlySpan<char> key = text[..Encoding.Latin1.GetChars(name, text)];
        return key is "FSSTAT" or "STATFS" ? NfsPurpose.StatFs
            : Upkeep.GetAlternateLookup<ReadOnlySpan<char>>().Contains(key) ? NfsPurpose.Upkeep
            : Looks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(key) ? NfsPurpose.Look
            : NfsPurpose.Work;
    }
}
