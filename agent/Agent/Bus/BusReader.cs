using System.Text;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>Reads the answer of a call into plain values.</summary>
/// <param name="reader">The answer; valid during the call only.</param>
internal delegate T BusRead<out T>(BusReader reader);

/// <summary>
/// The body of an answer. Every method reads all of it, and throws a <see cref="BusException"/> of kind <see
/// cref="BusErrorKind.BadReply"/> where it is of another type or larger than <see cref="MaxBytes"/>.
/// </summary>
internal readonly ref struct BusReader
{
    /// <summary>Bytes of a text or an array. All properties of a systemd service take about 30,000.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Bytes of a document of the agent: thousands of findings.</summary>
    public const int MaxDocument = 16 << 20;

    private readonly Message message;

    internal BusReader(Message message) => this.message = message;

    /// <summary>A string.</summary>
    public string ReadString() => Sized("s"u8).ReadString();

    /// <summary>A document of the agent itself, which may be larger than other texts: up to <see cref="MaxDocument"/> bytes.</summary>
    public string ReadDocument() => Sized("s"u8, MaxDocument).ReadString();

    /// <summary>A boolean and a string.</summary>
    public (bool Flag, string Text) ReadFlagAndText()
    {
        var body = Body("bs"u8);
        var flag = body.ReadBool();
        EnsureSize(body, MaxBytes);
        return (flag, body.ReadString());
    }

    /// <summary>A number.</summary>
    public uint ReadUInt32() => Body("u"u8).ReadUInt32();

    /// <summary>An object path.</summary>
    public string ReadPath() => Sized("o"u8).ReadObjectPathAsString();

    /// <summary>A boolean.</summary>
    public bool ReadBoolean() => Body("b"u8).ReadBool();

    /// <summary>An array of object paths.</summary>
    public IReadOnlyList<string> ReadPaths()
    {
        var body = Sized("ao"u8);
        var paths = new List<string>();
        var end = body.ReadArrayStart(DBusType.ObjectPath);
        while (body.HasNext(end))
        {
            paths.Add(body.ReadObjectPathAsString());
        }

        return paths;
    }

    /// <summary>The value of a property that is a string, the answer of <see cref="BusCall.Get"/>.</summary>
    public string ReadPropertyText()
    {
        var body = Body("v"u8);
        var type = body.ReadSignatureAsSpan();
        if (!type.SequenceEqual("s"u8))
        {
            throw Unexpected("s"u8, type);
        }

        EnsureSize(body, MaxBytes);
        return body.ReadString();
    }

    /// <summary>The properties of an interface, the answer of <see cref="BusCall.GetAll"/>.</summary>
    public BusProperties ReadProperties()
    {
        var body = Sized("a{sv}"u8);
        var values = new Dictionary<string, object>();
        var end = body.ReadDictionaryStart();
        while (body.HasNext(end))
        {
            var name = body.ReadString();
            if (Plain(body.ReadVariantValue()) is { } value)
            {
                values[name] = value;
            }
        }

        return new BusProperties(values);
    }

    private static object? Plain(VariantValue value) => value.Type switch
    {
        VariantValueType.String => value.GetString(),
        VariantValueType.ObjectPath => value.GetObjectPathAsString(),
        VariantValueType.Bool => value.GetBool(),
        VariantValueType.UInt32 => value.GetUInt32(),
        VariantValueType.UInt64 => value.GetUInt64(),
        _ => null,
    };

    private Reader Body(ReadOnlySpan<byte> signature)
    {
        var actual = message.SignatureIsSet ? message.Signature : default;
        return actual.SequenceEqual(signature) ? message.GetBodyReader() : throw Unexpected(signature, actual);
    }

    /// <summary>A body that begins with its own size in bytes: a text or an array.</summary>
    private Reader Sized(ReadOnlySpan<byte> signature, int max = MaxBytes)
    {
        var body = Body(signature);
        EnsureSize(body, max);
        return body;
    }

    /// <summary>The reader is passed as a copy, which reads ahead.</summary>
    private static void EnsureSize(Reader body, int max)
    {
        if (body.ReadUInt32() is var size && size > max)
        {
            throw new BusException(BusErrorKind.BadReply, $"the answer is too large: {size} bytes, more than {max}");
        }
    }

    private static BusException Unexpected(ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> actual) =>
        new(BusErrorKind.BadReply, $"the answer is of type '{Encoding.ASCII.GetString(actual)}', not '{Encoding.ASCII.GetString(wanted)}'");
}
