using Tmds.DBus.Protocol;

namespace AgentTests.Bus;

/// <summary>A method call as a fake service receives it; arguments that are not strings are left out.</summary>
public sealed record FakeCall(string Path, string Interface, string Member, IReadOnlyList<string> Arguments)
{
    public string Argument => Arguments.FirstOrDefault() ?? "";
}

/// <summary>Answers with a D-Bus error.</summary>
public sealed record FakeError(string Name, string Message);

/// <summary>Answers with a value in a variant, as Properties.Get does.</summary>
public sealed record FakeVariant(object Value);

/// <summary>
/// A service on a private bus, which comes back after a restart of the bus. Its handler returns the answer: string, ObjectPath, bool,
/// uint, string[], ObjectPath[], a dictionary (a{sv}), FakeVariant, FakeError, a task of one of these, an empty array of objects for an
/// empty answer, or null for none.
/// </summary>
public sealed class FakeService : IPathMethodHandler, IDisposable
{
    private readonly PrivateBus daemon;
    private readonly string name;
    private readonly Func<FakeCall, object?> handle;
    private readonly CancellationTokenSource stop = new();
    private DBusConnection connection;

    public FakeService(PrivateBus daemon, string name, Func<FakeCall, object?> handle)
    {
        this.daemon = daemon;
        this.name = name;
        this.handle = handle;
        connection = Task.Run(ConnectAsync).GetAwaiter().GetResult();
        _ = Task.Run(ComeBackAsync);
    }

    string IPathMethodHandler.Path => "/";

    bool IPathMethodHandler.HandlesChildPaths => true;

    /// <summary>Sends a signal with arguments that are strings or object paths.</summary>
    public void Emit(string path, string @interface, string member, params object[] arguments)
    {
        using var writer = connection.GetMessageWriter();
        writer.WriteSignalHeader(null, path, @interface, member, string.Concat(arguments.Select(Signature)));
        foreach (var argument in arguments)
        {
            writer.WriteString($"{argument}"); // An object path is written as a string is.
        }

        connection.TrySendMessage(writer.CreateMessage());
    }

    public void Dispose()
    {
        stop.Cancel();
        connection.Dispose();
    }

    async ValueTask IPathMethodHandler.HandleMethodAsync(MethodContext context)
    {
        var answer = handle(Call(context.Request));
        if (answer is null)
        {
            context.DisposesAsynchronously = true; // And never: a disposed context answers.
            return;
        }

        Reply(context, answer is Task<object> later ? await later : answer);
    }

    private async Task<DBusConnection> ConnectAsync()
    {
        var made = new DBusConnection(daemon.Address);
        await made.ConnectAsync();
        made.AddMethodHandler(this);
        await made.RequestNameAsync(name, RequestNameOptions.None);
        return made;
    }

    private async Task ComeBackAsync()
    {
        await connection.DisconnectedAsync();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                connection = await ConnectAsync();
                await connection.DisconnectedAsync();
            }
            catch (DBusConnectionException)
            {
                await Task.Delay(20);
            }
        }
    }

    private static FakeCall Call(Message request)
    {
        var reader = request.GetBodyReader();
        var arguments = new List<string>();
        foreach (var type in request.SignatureAsString.TakeWhile(t => t == 's'))
        {
            arguments.Add(reader.ReadString());
        }

        return new(request.PathAsString!, request.InterfaceAsString ?? "", request.MemberAsString!, arguments);
    }

    private static void Reply(MethodContext context, object answer)
    {
        if (answer is FakeError error)
        {
            context.ReplyError(error.Name, error.Message);
            return;
        }

        var writer = context.CreateReplyWriter(Signature(answer));
        Write(ref writer, answer);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
    }

    private static string Signature(object value) => value switch
    {
        string => "s",
        ObjectPath => "o",
        bool => "b",
        uint => "u",
        string[] => "as",
        ObjectPath[] => "ao",
        Dictionary<string, object> => "a{sv}",
        FakeVariant => "v",
        object[] and [] => "",
        _ => throw new ArgumentException($"{value.GetType()} cannot be sent"),
    };

    private static void Write(ref MessageWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(text);
                break;
            case ObjectPath path:
                writer.WriteObjectPath(path);
                break;
            case bool flag:
                writer.WriteBool(flag);
                break;
            case uint number:
                writer.WriteUInt32(number);
                break;
            case string[] texts:
                writer.WriteArray(texts);
                break;
            case ObjectPath[] paths:
                writer.WriteArray(paths);
                break;
            case Dictionary<string, object> properties:
                writer.WriteDictionary(properties.ToDictionary(p => p.Key, p => Variant(p.Value)));
                break;
            case FakeVariant variant:
                writer.WriteVariant(Variant(variant.Value));
                break;
        }
    }

    private static VariantValue Variant(object value) => value switch
    {
        string text => text,
        ObjectPath path => path,
        bool flag => flag,
        uint number => number,
        ulong number => number,
        byte[] bytes => VariantValue.Array(bytes),
        string[] texts => VariantValue.Array(texts),
        ulong[][] other => new Array<Array<ulong>>(other.Select(o => new Array<ulong>(o))), // A type that the agent does not read: aat.
        _ => throw new ArgumentException($"{value.GetType()} cannot be a property"),
    };
}
