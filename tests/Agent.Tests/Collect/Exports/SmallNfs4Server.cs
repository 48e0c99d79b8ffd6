using System.Net;
using System.Text;
using Automount.Nfs;

namespace AgentTests.Collect.Exports;

/// <summary>
/// A server of NFS version 4 that knows the operations that <see cref="Nfs4Compound"/> makes, and refuses what is wrong in them: minor
/// versions, sessions, sequence ids. What is at a path a test says.
/// </summary>
internal sealed class SmallNfs4Server : IAsyncDisposable
{
    private readonly ScriptedRpcServer server;
    private readonly Dictionary<uint, uint> sequences = [];
    private int maxTogether;

    /// <param name="minors">The minor versions that it has.</param>
    /// <param name="status">The status of LOOKUP for a path, and of GETATTR there.</param>
    public SmallNfs4Server(uint[] minors, Func<string, Nfs4Status> status)
    {
        (Minors, Status) = (minors, status);
        server = new(call => ScriptedRpcServer.Reply(call, Compound(call)));
    }

    public IPEndPoint Address => server.Address;

    /// <summary>Whether GETATTR has mode and owners as well; a server may leave out what it does not have.</summary>
    public bool TellsOwners { get; init; }

    public int Connections => server.Connections;

    /// <summary>Clients and sessions that were not destroyed.</summary>
    public int Left { get; private set; }

    public uint[] Minors { get; }

    public Func<string, Nfs4Status> Status { get; }

    /// <summary>The paths that were asked for with success, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The highest slot that was used, and one.</summary>
    public int Slots => maxTogether;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private byte[] Compound(byte[] call)
    {
        var reader = new XdrReader(call);
        reader.Fixed(24);
        reader.Word();
        reader.Opaque(); // the credential
        reader.Word();
        reader.Opaque(); // the verifier
        reader.Opaque(); // the tag
        var minor = reader.Word();
        var count = reader.Word();
        if (!Minors.Contains(minor))
        {
            return Results(Nfs4Status.MinorVersionMismatch, 0, new XdrWriter());
        }

        var (path, done, results) = ("", 0u, new XdrWriter());
        for (var status = Nfs4Status.Ok; done < count && status == Nfs4Status.Ok;)
        {
            var operation = reader.Word();
            results.Words(operation);
            status = Do(operation, ref reader, ref path, minor, out var result);
            results.Words((uint)status);
            if (status == Nfs4Status.Ok)
            {
                results.Fixed(result);
            }

            done++;
            if (status != Nfs4Status.Ok || done == count)
            {
                return Results(status, done, results);
            }
        }

        return Results(Nfs4Status.Ok, done, results);
    }

    private Nfs4Status Do(uint operation, ref XdrReader reader, ref string path, uint minor, out byte[] result)
    {
        result = [];
        switch (operation)
        {
            case 24: // PUTROOTFH
                path = "";
                return Nfs4Status.Ok;
            case 15: // LOOKUP
                path += "/" + Encoding.UTF8.GetString(reader.Opaque());
                return Status(path);
            case 9: // GETATTR of type, mode and owners
                reader.Fixed(reader.Word() * 4);
                var type = path.EndsWith(".txt", StringComparison.Ordinal) ? 1u : 2u;
                var all = new XdrWriter().Words(type, 0x1ED).Text("1000").Text("100");
                result = TellsOwners
                    ? new XdrWriter().Words(2, 2, 0x32).Opaque(all.Written).Written.ToArray()
                    : new XdrWriter().Words(1, 2, 4, type).Written.ToArray();
                Asked.Add(path);
                return Nfs4Status.Ok;
            case 42: // EXCHANGE_ID
                reader.Hyper();
                reader.Opaque();
                reader.Fixed(12);
                Left++;
                result = new XdrWriter().Hyper(7).Words(1, 0, 0).Hyper(0).Text("s").Text("s").Words(0).Written.ToArray();
                return Nfs4Status.Ok;
            case 43: // CREATE_SESSION
                reader.Hyper();
                reader.Fixed(8 + 28);
                reader.Fixed(28 + 12);
                Left++;
                result = new XdrWriter().Fixed(new byte[16]).Words(1, 0)
                    .Words(0, 4096, 4096, 0, 12, 3, 0).Words(0, 4096, 4096, 0, 2, 1, 0).Written.ToArray();
                return Nfs4Status.Ok;
            case 53: // SEQUENCE
                reader.Fixed(16);
                var (sequence, slot) = (reader.Word(), reader.Word());
                reader.Fixed(8);
                maxTogether = Math.Max(maxTogether, (int)slot + 1);
                if (sequence != sequences.GetValueOrDefault(slot) + 1)
                {
                    return (Nfs4Status)10063; // NFS4ERR_SEQ_MISORDERED
                }

                sequences[slot] = sequence;
                result = new byte[36];
                return Nfs4Status.Ok;
            case 44 or 57: // DESTROY_SESSION, DESTROY_CLIENTID
                reader.Fixed(operation == 44 ? 16u : 8u);
                Left--;
                return minor == 0 ? (Nfs4Status)10044 : Nfs4Status.Ok;
            default:
                return (Nfs4Status)10044; // NFS4ERR_OP_ILLEGAL
        }
    }

    private static byte[] Results(Nfs4Status status, uint count, XdrWriter results) =>
        new XdrWriter().Words((uint)status).Text("").Words(count).Fixed(results.Written).Written.ToArray();
}
