using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// An LDAP server in a few lines: it takes every bind, has one map, <c>auto.master</c>, and answers the search for its entries with what a
/// test wants.
/// </summary>
public sealed class EndlessServer : IDisposable
{
    private static readonly Asn1Tag Bind = new(TagClass.Application, 0);
    private static readonly Asn1Tag Search = new(TagClass.Application, 3);
    private static readonly Asn1Tag EntryTag = new(TagClass.Application, 4, isConstructed: true);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Func<int, NetworkStream, CancellationToken, Task> entries;
    private readonly Task serving;

    /// <param name="entries">Writes the answer to a message, by its number.</param>
    public EndlessServer(Func<int, NetworkStream, CancellationToken, Task> entries)
    {
        this.entries = entries;
        listener.Start();
        serving = ServeAsync();
    }

    public string Uri => $"ldap://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>An entry of a map.</summary>
    public static byte[] Entry(int message, string key, string value) =>
        Entry(message, $"automountKey={key},automountMapName=auto.master", ("automountKey", key), ("automountInformation", value));

    /// <summary>The end of a search that failed, with what the server says about it.</summary>
    public static byte[] Refusal(int message, string text) => Message(message, writer =>
    {
        using var result = writer.PushSequence(new(TagClass.Application, 5, isConstructed: true));
        writer.WriteEnumeratedValue((ResultCode)80); // other (RFC 4511, 4.1.9)
        writer.WriteOctetString([]);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(text));
    });

    public void Dispose()
    {
        end.Cancel();
        listener.Dispose();
        serving.Wait(TimeSpan.FromSeconds(10), CancellationToken.None);
        end.Dispose();
    }

    private static byte[] Entry(int message, string dn, params (string Name, string Value)[] attributes) => Message(message, writer =>
    {
        using var entry = writer.PushSequence(EntryTag);
        writer.WriteOctetString(Encoding.UTF8.GetBytes(dn));
        using var list = writer.PushSequence();
        foreach (var (name, value) in attributes)
        {
            using var attribute = writer.PushSequence();
            writer.WriteOctetString(Encoding.UTF8.GetBytes(name));
            using var values = writer.PushSetOf();
            writer.WriteOctetString(Encoding.UTF8.GetBytes(value));
        }
    });

    private static byte[] Done(int message, int tag) => Message(message, writer =>
    {
        using var result = writer.PushSequence(new(TagClass.Application, tag, isConstructed: true));
        writer.WriteEnumeratedValue(default(ResultCode));
        writer.WriteOctetString([]);
        writer.WriteOctetString([]);
    });

    private static byte[] Message(int number, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(number);
            write(writer);
        }

        return writer.Encode();
    }

    private async Task ServeAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                clients.Add(ServeAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(clients);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        var buffer = new byte[8192];
        try
        {
            while (await stream.ReadAsync(buffer, end.Token) is > 0 and var length) // One request at a time is what the agent sends.
            {
                await AnswerAsync(buffer[..length], stream);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or AsnContentException)
        {
            // It hung up.
        }
    }

    private async Task AnswerAsync(byte[] request, NetworkStream stream)
    {
        var reader = new AsnReader(request, AsnEncodingRules.BER).ReadSequence();
        reader.TryReadInt32(out var number);
        var kind = reader.PeekTag();
        if (kind.HasSameClassAndValue(Bind))
        {
            await stream.WriteAsync(Done(number, 1), end.Token);
        }

        if (!kind.HasSameClassAndValue(Search))
        {
            return;
        }

        if (request.AsSpan().IndexOf("automountKey"u8) >= 0)
        {
            await entries(number, stream, end.Token);
        }
        else if (request.AsSpan().IndexOf("automountMapName"u8) >= 0)
        {
            await stream.WriteAsync(Entry(number, "automountMapName=auto.master", ("automountMapName", "auto.master")), end.Token);
        }

        await stream.WriteAsync(Done(number, 5), end.Token);
    }

    private enum ResultCode
    {
        Success,
    }
}
