namespace Automount.Nfs;

/// <summary>Status codes of MOUNT version 3 (RFC 1813, section 5.1.5).</summary>
public enum Mount3Status : uint
{
    /// <summary>MNT3_OK.</summary>
    Ok = 0,

    /// <summary>MNT3ERR_PERM.</summary>
    Permission = 1,

    /// <summary>MNT3ERR_NOENT.</summary>
    NoEntry = 2,

    /// <summary>MNT3ERR_ACCES.</summary>
    Access = 13,

    /// <summary>MNT3ERR_NOTDIR.</summary>
    NotDirectory = 20,

    /// <summary>MNT3ERR_NAMETOOLONG.</summary>
    NameTooLong = 63,
}

/// <summary>The calls of MOUNT version 3 that ask for a path and take it back (RFC 1813, sections 5.2.1 and 5.2.3). Pure.</summary>
public static class Mount3
{
    /// <summary>Number of the program, for the portmapper.</summary>
    public const uint Program = 100005;

    /// <summary>MNT: asks for the root handle of a path.</summary>
    public static readonly RpcProcedure Mount = new(Program, 3, 1);

    /// <summary>UMNT: takes the path out of the server's list of clients.</summary>
    public static readonly RpcProcedure Unmount = new(Program, 3, 3);

    /// <summary>The status of a result of MNT.</summary>
    /// <exception cref="NfsFormatException">The bytes are not such a result.</exception>
    public static Mount3Status Status(ReadOnlySpan<byte> results) => (Mount3Status)new XdrReader(results).Word();

    /// <summary>
    /// The security flavors with which the path can be used (RFC 5531: 1 is AUTH_SYS, 6 RPCSEC_GSS and its pseudo flavors).
    /// </summary>
    /// <exception cref="NfsFormatException">The bytes are not a result of MNT that succeeded.</exception>
    public static uint[] Flavors(ReadOnlySpan<byte> results)
    {
        var reader = new XdrReader(results);
        reader.Word();
        reader.Opaque(); // the root handle
        var count = reader.Word();
        if (count > reader.Left / 4)
        {
            throw new NfsFormatException($"it names {count} flavors and holds fewer");
        }

        var flavors = new uint[count];
        foreach (ref var flavor in flavors.AsSpan())
        {
            flavor = reader.Word();
        }

        return flavors;
    }
}
