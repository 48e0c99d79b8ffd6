namespace Automount.Nfs;

/// <summary>
/// The arguments of a COMPOUND of NFS version 4 (RFC 7530 section 16.2, RFC 8881 section 16.2), as far as asking for a path needs them. It
/// opens nothing and holds no state but a session. Add operations, then take <see cref="Arguments"/>.
/// </summary>
/// <param name="minor">Minor version, 0 to 2.</param>
public sealed class Nfs4Compound(uint minor)
{
    /// <summary>NFS version 4, procedure COMPOUND.</summary>
    public static readonly RpcProcedure Procedure = new(100003, 4, 1);

    /// <summary>Attribute type (RFC 8881, section 5.8), in the first word of a bitmap.</summary>
    internal const uint TypeAttribute = 1 << 1;

    /// <summary>Attributes mode, owner and owner_group (33, 36 and 37), in the second word.</summary>
    internal const uint ModeAttribute = 1 << 1, OwnerAttribute = 1 << 4, GroupAttribute = 1 << 5;

    private readonly XdrWriter operations = new();
    private uint count;

    /// <summary>How many operations there are.</summary>
    public uint Count => count;

    /// <summary>The arguments in XDR.</summary>
    public byte[] Arguments => new XdrWriter().Text("").Words(minor, count).Fixed(operations.Written).Written.ToArray();

    /// <summary>PUTROOTFH, a LOOKUP for each name of the path, and GETATTR of what is there: type, mode and owners.</summary>
    /// <param name="names">The names of the path; none for the root.</param>
    public Nfs4Compound Find(IReadOnlyCollection<string> names)
    {
        Operation(Nfs4Operation.PutRootHandle);
        foreach (var name in names)
        {
            Operation(Nfs4Operation.LookUp).Text(name);
        }

        Operation(Nfs4Operation.GetAttributes).Words(2, TypeAttribute, ModeAttribute | OwnerAttribute | GroupAttribute);
        return this;
    }

    /// <summary>EXCHANGE_ID without state protection.</summary>
    /// <param name="verifier">Differs after each start of the client.</param>
    /// <param name="owner">Names the client; at most 1,024 bytes.</param>
    public Nfs4Compound ExchangeId(ulong verifier, string owner)
    {
        const uint useNonParallel = 0x0001_0000; // EXCHGID4_FLAG_USE_NON_PNFS
        const uint noProtection = 0; // SP4_NONE
        Operation(Nfs4Operation.ExchangeId).Hyper(verifier).Text(owner).Words(useNonParallel, noProtection, 0);
        return this;
    }

    /// <summary>CREATE_SESSION with a fore channel for small calls, and a back channel that is never used.</summary>
    /// <param name="client">What EXCHANGE_ID gave.</param>
    /// <param name="slots">How many calls are to be under way together.</param>
    public Nfs4Compound CreateSession(Nfs4ClientId client, uint slots)
    {
        const uint largest = 16 * 1024, maxOperations = 64, callbackProgram = 0x4000_0000, callbackSecurity = 0;
        Operation(Nfs4Operation.CreateSession).Hyper(client.Id).Words(client.Sequence, 0)
            .Words(0, largest, largest, 0, maxOperations, slots, 0)
            .Words(0, 4096, 4096, 0, 2, 1, 0)
            .Words(callbackProgram, 1, callbackSecurity);
        return this;
    }

    /// <summary>SEQUENCE, which each compound in a session begins with. The server need not keep the reply.</summary>
    public Nfs4Compound Sequence(ReadOnlySpan<byte> session, uint sequence, uint slot, uint highestSlot)
    {
        Operation(Nfs4Operation.Sequence).Fixed(session).Words(sequence, slot, highestSlot, 0);
        return this;
    }

    /// <summary>DESTROY_SESSION.</summary>
    public Nfs4Compound DestroySession(ReadOnlySpan<byte> session)
    {
        Operation(Nfs4Operation.DestroySession).Fixed(session);
        return this;
    }

    /// <summary>DESTROY_CLIENTID.</summary>
    public Nfs4Compound DestroyClientId(ulong client)
    {
        Operation(Nfs4Operation.DestroyClientId).Hyper(client);
        return this;
    }

    private XdrWriter Operation(Nfs4Operation operation)
    {
        count++;
        return operations.Words((uint)operation);
    }
}

/// <summary>Numbers of operations (RFC 8881, section 16.2.3).</summary>
internal enum Nfs4Operation : uint
{
    /// <summary>GETATTR.</summary>
    GetAttributes = 9,

    /// <summary>LOOKUP.</summary>
    LookUp = 15,

    /// <summary>PUTROOTFH.</summary>
    PutRootHandle = 24,

    /// <summary>EXCHANGE_ID.</summary>
    ExchangeId = 42,

    /// <summary>CREATE_SESSION.</summary>
    CreateSession = 43,

    /// <summary>DESTROY_SESSION.</summary>
    DestroySession = 44,

    /// <summary>SEQUENCE.</summary>
    Sequence = 53,

    /// <summary>DESTROY_CLIENTID.</summary>
    DestroyClientId = 57,
}

/// <summary>What EXCHANGE_ID gives.</summary>
/// <param name="Id">Id of the client.</param>
/// <param name="Sequence">Sequence id of its first CREATE_SESSION.</param>
public readonly record struct Nfs4ClientId(ulong Id, uint Sequence);

/// <summary>What CREATE_SESSION gives.</summary>
/// <param name="Id">Id of the session, 16 bytes.</param>
/// <param name="MaxOperations">More operations are not taken in one compound.</param>
/// <param name="Slots">More calls are not taken together.</param>
public sealed record Nfs4SessionInfo(byte[] Id, uint MaxOperations, uint Slots);
