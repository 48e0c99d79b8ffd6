using System.Text;

namespace Automount.Maps.Ldif;

/// <summary>
/// One record of an LDIF file: a DN and attributes. The reader fills the same instance for each record; what is to be kept must be copied.
/// </summary>
internal sealed class LdifRecord
{
    private readonly List<LdifAttribute> attributes = [];
    private byte[] bytes = new byte[4096];
    private int length;

    /// <summary>Line of the DN, from 1.</summary>
    public int Line => attributes.Count > 0 ? attributes[0].Line : 0;

    /// <summary>The DN as it is written.</summary>
    public ReadOnlySpan<byte> Dn => Value(attributes[0]);

    /// <summary>The attributes, without the DN, in order; one per value.</summary>
    public ReadOnlySpan<LdifAttribute> Attributes =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(attributes)[1..];

    /// <summary>Number of lines that it has.</summary>
    internal int Count => attributes.Count;

    /// <summary>Attribute description of a line, with its options.</summary>
    public ReadOnlySpan<byte> Name(LdifAttribute attribute) => bytes.AsSpan(attribute.NameStart, attribute.NameLength);

    /// <summary>The value of a line, base64 decoded.</summary>
    public ReadOnlySpan<byte> Value(LdifAttribute attribute) => bytes.AsSpan(attribute.ValueStart, attribute.ValueLength);

    /// <summary>The value as text. It may be any bytes: what is not UTF-8 becomes U+FFFD.</summary>
    public string Text(LdifAttribute attribute) => Encoding.UTF8.GetString(Value(attribute));

    internal LdifAttribute First => attributes[0];

    internal int Length => length;

    internal void Clear()
    {
        attributes.Clear();
        length = 0;
    }

    internal void Append(ReadOnlySpan<byte> text)
    {
        if (length + text.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + text.Length));
        }

        text.CopyTo(bytes.AsSpan(length));
        length += text.Length;
    }

    internal Span<byte> From(int start) => bytes.AsSpan(start, length - start);

    internal void Add(LdifAttribute attribute) => attributes.Add(attribute);
}

/// <summary>Where in its record an attribute line is.</summary>
/// <param name="NameStart">Where the attribute description begins.</param>
/// <param name="NameLength">Its length.</param>
/// <param name="ValueStart">Where the value begins.</param>
/// <param name="ValueLength">Its length.</param>
/// <param name="Line">Line of the file where it begins, from 1.</param>
internal readonly record struct LdifAttribute(int NameStart, int NameLength, int ValueStart, int ValueLength, int Line);

/// <summary>Something in an LDIF file that was not taken.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Fault">Whether the file is wrong, or only not understood.</param>
/// <param name="Message">One sentence, text from outside escaped.</param>
public sealed record LdifProblem(string File, int Line, LdifFault Fault, string Message);

/// <summary>Why a part of an LDIF file was not taken.</summary>
public enum LdifFault
{
    /// <summary>It is not LDIF: ldapadd(1) would refuse it as well.</summary>
    Syntax,

    /// <summary>
    /// It is good LDIF that says nothing about the content of a directory by itself: a change, a value that is somewhere else.
    /// </summary>
    Skipped,
}
