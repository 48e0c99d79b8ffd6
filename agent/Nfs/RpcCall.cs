using System.Buffers.Binary;

namespace Automount.Nfs;

/// <summary>A procedure of a program that is called by ONC RPC.</summary>
/// <param name="Program">Number of the program: 100003 is NFS, 100005 MOUNT, 100000 the portmapper.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Number">Number of the procedure; 0 is NULL.</param>
public readonly record struct RpcProcedure(uint Program, uint Version, uint Number);

/// <summary>Makes calls of ONC RPC version 2 for a stream: record mark, header, credential, arguments (RFC 5531). Pure.</summary>
public sealed class RpcCall
{
    private const uint LastFragment = 0x8000_0000;
    private const uint Version = 2;
    private const uint AuthNone = 0;
    private const uint AuthSys = 1;
    private const int MaxMachineName = 255;

    private readonly uint flavor;
    private readonly byte[] credential;

    /// <summary>Calls with an AUTH_SYS credential.</summary>
    /// <param name="machine">Name of the machine in the credential.</param>
    public RpcCall(string machine)
        : this(AuthSys, SystemCredential(machine))
    {
    }

    private RpcCall(uint flavor, byte[] credential) => (this.flavor, this.credential) = (flavor, credential);

    /// <summary>Calls without a credential (AUTH_NONE).</summary>
    public static RpcCall Anonymous { get; } = new(AuthNone, []);

    /// <summary>The bytes of a call.</summary>
    /// <param name="xid">Transaction id, which the reply repeats.</param>
    /// <param name="procedure">What is called.</param>
    /// <param name="arguments">Its arguments in XDR.</param>
    public byte[] Make(uint xid, RpcProcedure procedure, ReadOnlySpan<byte> arguments)
    {
        const uint call = 0;
        var message = new XdrWriter()
            .Words(0, xid, call, Version, procedure.Program, procedure.Version, procedure.Number)
            .Words(flavor).Opaque(credential)
            .Words(AuthNone, 0) // an empty verifier
            .Fixed(arguments)
            .Written.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(message, LastFragment | (uint)(message.Length - 4));
        return message;
    }

    /// <summary>As mount.nfs and the kernel's own look-ups of a mount have it: user and group 0, which the server may squash.</summary>
    private static byte[] SystemCredential(string machine)
    {
        var name = machine.Length > MaxMachineName ? machine[..MaxMachineName] : machine;
        return new XdrWriter().Words(0).Text(name).Words(0, 0, 0).Written.ToArray();
    }
}
