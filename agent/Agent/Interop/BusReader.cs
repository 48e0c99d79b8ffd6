using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>Reads the answer of a call into plain values.</summary>
/// <param name="reader">The answer; valid during the call only.</param>
internal delegate T BusRead<out T>(BusReader reader);

/// <summary>
/// The values of a D-Bus message, read front to back. It cannot leave the bus's thread, because the message must not. Every method throws a
/// <see cref="BusException"/> of kind <see cref="BusErrorKind.BadReply"/> where the message holds another type.
/// </summary>
internal readonly unsafe ref struct BusReader
{
    private readonly nint message;

    internal BusReader(nint message) => this.message = message;

    /// <summary>A string, object path or signature.</summary>
    public string ReadString() => ReadValue() as string ?? throw Unexpected("a string");

    /// <summary>A boolean.</summary>
    public bool ReadBoolean() => ReadValue() as bool? ?? throw Unexpected("a boolean");

    /// <summary>An array of strings or object paths.</summary>
    public IReadOnlyList<string> ReadStrings() => ReadValue() as IReadOnlyList<string> ?? throw Unexpected("an array of strings");

    /// <summary>
    /// <c>a{sv}</c>, the answer of Properties.GetAll. Values are string, bool, byte, int, uint, long, ulong, double, byte[] and lists of strings;
    /// a value of another type is null.
    /// </summary>
    public IReadOnlyDictionary<string, object?> ReadProperties()
    {
        var properties = new Dictionary<string, object?>();
        Enter('a', "{sv}");
        while (Check(LibSystemd.sd_bus_message_enter_container(message, (byte)'e', "sv")) > 0)
        {
            properties[ReadString()] = ReadValue();
            Exit();
        }

        Exit();
        return properties;
    }

    private object? ReadValue()
    {
        if (Check(LibSystemd.sd_bus_message_peek_type(message, out var type, out var contents)) == 0)
        {
            throw Unexpected("another value");
        }

        switch ((char)type)
        {
            case 's' or 'o' or 'g':
                return Marshal.PtrToStringUTF8(Basic<nint>(type));
            case 'b':
                return Basic<int>(type) != 0;
            case 'y':
                return Basic<byte>(type);
            case 'i':
                return Basic<int>(type);
            case 'u':
                return Basic<uint>(type);
            case 'x':
                return Basic<long>(type);
            case 't':
                return Basic<ulong>(type);
            case 'd':
                return Basic<double>(type);
            case 'v' when Marshal.PtrToStringUTF8(contents) is { } inside:
                Enter('v', inside);
                var value = ReadValue();
                Exit();
                return value;
            case 'a' when Marshal.PtrToStringUTF8(contents) is "s" or "o" or "g":
                return ReadList(*(byte*)contents);
            case 'a' when Marshal.PtrToStringUTF8(contents) is "y":
                Check(LibSystemd.sd_bus_message_read_array(message, (byte)'y', out var start, out var size));
                return new ReadOnlySpan<byte>((void*)start, (int)size).ToArray();
            default:
                Check(LibSystemd.sd_bus_message_skip(message, 0));
                return null;
        }
    }

    private List<string> ReadList(byte type)
    {
        var list = new List<string>();
        Enter('a', ((char)type).ToString());
        nint text;
        while (Check(LibSystemd.sd_bus_message_read_basic(message, type, &text)) > 0)
        {
            list.Add(Marshal.PtrToStringUTF8(text) ?? "");
        }

        Exit();
        return list;
    }

    private T Basic<T>(byte type)
        where T : unmanaged
    {
        T value = default;
        Check(LibSystemd.sd_bus_message_read_basic(message, type, &value));
        return value;
    }

    private void Enter(char type, string contents) => Check(LibSystemd.sd_bus_message_enter_container(message, (byte)type, contents));

    private void Exit() => Check(LibSystemd.sd_bus_message_exit_container(message));

    private static int Check(int result) => result >= 0 ? result : throw Unexpected("another type");

    private static BusException Unexpected(string wanted) =>
        new(BusErrorKind.BadReply, $"the answer holds something else where {wanted} was expected");
}
