using System.Text;

namespace Automount.Nfs;

/// <summary>What a COMPOUND that asked for a path found.</summary>
/// <param name="Status">The status of the last operation that was done.</param>
/// <param name="Names">How many names of the path were found.</param>
/// <param name="IsDirectory">Whether a directory is there; false when that was not reached.</param>
/// <param name="Served">The compound got past its SEQUENCE, where it has one: its slot has been used.</param>
public readonly record struct Nfs4Found(Nfs4Status Status, int Names, bool IsDirectory, bool Served)
{
    /// <summary>What the server told of the directory; null when it did not tell all of it.</summary>
    public Nfs4Attributes? Attributes { get; init; }
}

/// <summary>Permissions of what a server has at a path.</summary>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">Its owner: a number as text, or <c>name@domain</c>. Raw text from outside.</param>
/// <param name="Group">Its group, in the same way.</param>
public sealed record Nfs4Attributes(uint Mode, string Owner, string Group);

/// <summary>Reads the results of the compounds that <see cref="Nfs4Compound"/> makes (RFC 8881, section 16.2). Pure.</summary>
public static class Nfs4Reply
{
    private const uint Directory = 2; // NF4DIR

    /// <summary>The results of <see cref="Nfs4Compound.Find"/>, after a SEQUENCE or without one.</summary>
    /// <exception cref="NfsFormatException">The bytes are not such a result.</exception>
    public static Nfs4Found Find(ReadOnlySpan<byte> results)
    {
        var reader = Open(results, out var status, out var count);
        var names = 0;
        for (var i = 0; i < count; i++)
        {
            var operation = (Nfs4Operation)reader.Word();
            if ((Nfs4Status)reader.Word() != Nfs4Status.Ok)
            {
                return new Nfs4Found(status, names, false, operation != Nfs4Operation.Sequence);
            }

            switch (operation)
            {
                case Nfs4Operation.Sequence:
                    reader.Fixed(36);
                    break;
                case Nfs4Operation.PutRootHandle:
                    break;
                case Nfs4Operation.LookUp:
                    names++;
                    break;
                case Nfs4Operation.GetAttributes:
                    var type = Attributes(ref reader, out var attributes);
                    return new Nfs4Found(status, names, type == Directory, true) { Attributes = attributes };
                default:
                    throw new NfsFormatException($"it has a result of operation {(uint)operation}, which was not called");
            }
        }

        return status == Nfs4Status.Ok
            ? throw new NfsFormatException("it ends before the attributes")
            : new Nfs4Found(status, names, false, false); // As for a minor version that the server does not have: nothing was done.
    }

    /// <summary>The status alone.</summary>
    /// <exception cref="NfsFormatException">The bytes are not the results of a compound.</exception>
    public static Nfs4Status Status(ReadOnlySpan<byte> results)
    {
        Open(results, out var status, out _);
        return status;
    }

    /// <summary>The result of <see cref="Nfs4Compound.ExchangeId"/> that succeeded.</summary>
    /// <exception cref="NfsFormatException">The bytes are not such a result.</exception>
    public static Nfs4ClientId ClientId(ReadOnlySpan<byte> results)
    {
        var reader = Only(results, Nfs4Operation.ExchangeId);
        return new Nfs4ClientId(reader.Hyper(), reader.Word());
    }

    /// <summary>The result of <see cref="Nfs4Compound.CreateSession"/> that succeeded.</summary>
    /// <exception cref="NfsFormatException">The bytes are not such a result.</exception>
    public static Nfs4SessionInfo Session(ReadOnlySpan<byte> results)
    {
        var reader = Only(results, Nfs4Operation.CreateSession);
        var id = reader.Fixed(16).ToArray();
        reader.Fixed(6 * 4); // sequence, flags; padding and largest sizes of the fore channel
        return new Nfs4SessionInfo(id, reader.Word(), reader.Word());
    }

    private static XdrReader Only(ReadOnlySpan<byte> results, Nfs4Operation wanted)
    {
        var reader = Open(results, out _, out var count);
        if (count != 1 || (Nfs4Operation)reader.Word() != wanted || (Nfs4Status)reader.Word() != Nfs4Status.Ok)
        {
            throw new NfsFormatException($"it is not one result of operation {(uint)wanted}");
        }

        return reader;
    }

    private static XdrReader Open(ReadOnlySpan<byte> results, out Nfs4Status status, out uint count)
    {
        var reader = new XdrReader(results);
        status = (Nfs4Status)reader.Word();
        reader.Opaque(); // the tag
        count = reader.Word();
        return reader;
    }

    /// <summary>The type from attributes that hold no other ones than were asked for, in the order of their numbers.</summary>
    private static uint Attributes(ref XdrReader reader, out Nfs4Attributes? others)
    {
        var words = reader.Word();
        var bitmap = new XdrReader(reader.Fixed(checked(Math.Min(words, 16) * 4)));
        bitmap.Fixed(words > 0 ? 4u : 0);
        var second = words > 1 ? bitmap.Word() : 0;
        var values = new XdrReader(reader.Opaque());
        var type = values.Word();
        var has = second == (Nfs4Compound.ModeAttribute | Nfs4Compound.OwnerAttribute | Nfs4Compound.GroupAttribute);
        others = has ? new Nfs4Attributes(values.Word(), Text(ref values), Text(ref values)) : null;
        return type;
    }

    private static string Text(ref XdrReader values) => Encoding.UTF8.GetString(values.Opaque());
}
