using System.Collections.Immutable;
using System.Text;
using Automount.Text;
using Tmds.DBus.Protocol;

namespace AutomountAgent.Bus;

/// <summary>One call of the agent's object: its arguments, and the ways to answer it. Only the first answer is sent.</summary>
/// <param name="context">The call as the library has it.</param>
internal readonly struct ServedCall(MethodContext context)
{
    /// <summary>Bytes of an argument. A path has at most 4,096.</summary>
    private const int MaxArgument = 64 * 1024;

    private const string FindingsType = "a(ssssss)";

    private const string ConditionsType = "a(sssst)";

    /// <summary>The interface; empty when the caller gave none.</summary>
    public string Interface => context.Request.InterfaceAsString ?? "";

    /// <summary>The method and the types of its arguments, as in <c>Explain(s)</c>.</summary>
    public string Member => $"{context.Request.MemberAsString}({context.Request.SignatureAsString})";

    /// <summary>Unique name of the caller.</summary>
    public string Caller => context.Request.SenderAsString ?? "";

    /// <summary>The first argument, a string.</summary>
    /// <exception cref="RequestException">It is too long.</exception>
    public string Text() => Texts(1)[0];

    /// <summary>The first arguments, strings.</summary>
    /// <exception cref="RequestException">One is too long.</exception>
    public ImmutableArray<string> Texts(int count)
    {
        var reader = context.Request.GetBodyReader();
        var texts = ImmutableArray.CreateBuilder<string>(count);
        for (var i = 0; i < count; i++)
        {
            texts.Add(Text(ref reader));
        }

        return texts.MoveToImmutable();
    }

    /// <summary>Two arguments, a string and a number.</summary>
    /// <exception cref="RequestException">The string is too long.</exception>
    public (string Text, uint Number) TextAndNumber()
    {
        var reader = context.Request.GetBodyReader();
        return (Text(ref reader), reader.ReadUInt32());
    }

    /// <summary>Answers with a document in UTF-8.</summary>
    public void Reply(ReadOnlyMemory<byte> document)
    {
        var writer = context.CreateReplyWriter("s");
        writer.WriteString(document.Span);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
    }

    /// <summary>Answers with a boolean and a text.</summary>
    public void Reply(bool flag, string text)
    {
        var writer = context.CreateReplyWriter("bs");
        writer.WriteBool(flag);
        writer.WriteString(text);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
    }

    /// <summary>Answers with one property; false when there is none of the name.</summary>
    public bool ReplyProperty(AgentProperties properties, string name)
    {
        if (!Names.Contains(name))
        {
            return false;
        }

        var writer = context.CreateReplyWriter("v");
        WriteValue(ref writer, properties, name);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
        return true;
    }

    /// <summary>Answers with all properties.</summary>
    public void ReplyAll(AgentProperties properties)
    {
        var writer = context.CreateReplyWriter("a{sv}");
        WriteAll(ref writer, properties, Names);
        context.Reply(writer.CreateMessage());
        writer.Dispose();
    }

    /// <summary>Answers with an error.</summary>
    /// <param name="name">Its name in D-Bus.</param>
    /// <param name="message">What is wrong; escaped here.</param>
    public void Fail(string name, string message) => context.ReplyError(name, Printable.Escape(message, 1024));

    /// <summary>The properties there are.</summary>
    internal static ImmutableArray<string> Names { get; } = ["Version", "Verdict", "FirstBroken", "Findings", "Conditions"];

    /// <summary>Writes properties as a dictionary, <c>a{sv}</c>.</summary>
    internal static void WriteAll(ref MessageWriter writer, AgentProperties properties, IEnumerable<string> names)
    {
        var start = writer.WriteDictionaryStart();
        foreach (var name in names)
        {
            writer.WriteDictionaryEntryStart();
            writer.WriteString(name);
            WriteValue(ref writer, properties, name);
        }

        writer.WriteDictionaryEnd(start);
    }

    private static void WriteValue(ref MessageWriter writer, AgentProperties properties, string name)
    {
        switch (name)
        {
            case "Version":
                writer.WriteVariantString(properties.Version);
                break;
            case "Verdict":
                writer.WriteVariantString(properties.Verdict);
                break;
            case "FirstBroken":
                writer.WriteVariantString(properties.FirstBroken);
                break;
            case "Conditions":
                WriteConditions(ref writer, properties.Conditions);
                break;
            default:
                WriteFindings(ref writer, properties.Findings);
                break;
        }
    }

    private static void WriteConditions(ref MessageWriter writer, ImmutableArray<BusCondition> conditions)
    {
        writer.WriteSignature(ConditionsType);
        var start = writer.WriteArrayStart(DBusType.Struct);
        foreach (var condition in conditions)
        {
            writer.WriteStructureStart();
            writer.WriteString(condition.Type);
            writer.WriteString(condition.Status);
            writer.WriteString(condition.Reason);
            writer.WriteString(condition.Message);
            writer.WriteUInt64(condition.Since);
        }

        writer.WriteArrayEnd(start);
    }

    private static void WriteFindings(ref MessageWriter writer, ImmutableArray<BusFinding> findings)
    {
        writer.WriteSignature(FindingsType);
        var start = writer.WriteArrayStart(DBusType.Struct);
        foreach (var finding in findings)
        {
            writer.WriteStructureStart();
            writer.WriteString(finding.Code);
            writer.WriteString(finding.Severity);
            writer.WriteString(finding.Link);
            writer.WriteString(finding.Subject);
            writer.WriteString(finding.Message);
            writer.WriteString(finding.Remedy);
        }

        writer.WriteArrayEnd(start);
    }

    private static string Text(ref Reader reader)
    {
        var ahead = reader; // A copy: a string begins with its length.
        if (ahead.ReadUInt32() is var size and > MaxArgument)
        {
            throw new RequestException($"an argument of {size} bytes is too long: at most {MaxArgument} are taken");
        }

        return Encoding.UTF8.GetString(reader.ReadStringAsSpan());
    }
}
