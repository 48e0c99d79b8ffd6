using System.Text;

namespace AutomountAgent.Interop;

/// <summary>
/// One entry of an answer, read where libldap has it. One instance serves all entries of a connection: a hundred thousand entries leave
/// nothing behind but the texts that are asked for.
/// </summary>
internal sealed unsafe class LdapEntry
{
    private readonly List<(nint Name, int Length, nint Values)> attributes = [];
    private LibLdap.Bytes dn;
    private char[] text = [];

    /// <summary>The distinguished name.</summary>
    public string Dn => Encoding.UTF8.GetString(dn.Span);

    /// <summary>The distinguished name, for one look: the next call takes its place.</summary>
    public ReadOnlySpan<char> DnText()
    {
        if (text.Length < dn.Span.Length)
        {
            text = new char[dn.Span.Length * 2];
        }

        return text.AsSpan(0, Encoding.UTF8.GetChars(dn.Span, text));
    }

    /// <summary>How many values an attribute has.</summary>
    public int Count(string attribute)
    {
        var values = Find(attribute);
        var count = 0;
        while (values is not null && values[count].Start is not null)
        {
            count++;
        }

        return count;
    }

    /// <summary>A value of an attribute. It may be any bytes: what is not UTF-8 becomes U+FFFD.</summary>
    /// <param name="attribute">The name, in any case.</param>
    /// <param name="index">Which one, below <see cref="Count"/>.</param>
    public string Value(string attribute, int index = 0) => Encoding.UTF8.GetString(Find(attribute)[index].Span);

    /// <summary>All values of an attribute and of its subtypes with options (<c>lastusn;userroot</c>), each after its name.</summary>
    public IReadOnlyList<(string Name, string Value)> WithOptions(string attribute)
    {
        var found = new List<(string, string)>();
        foreach (var (start, length, values) in attributes)
        {
            var name = Encoding.UTF8.GetString((byte*)start, length);
            if (name.Split(';')[0].Equals(attribute, StringComparison.OrdinalIgnoreCase))
            {
                for (var value = (LibLdap.Bytes*)values; value is not null && value->Start is not null; value++)
                {
                    found.Add((name, Encoding.UTF8.GetString(value->Span)));
                }
            }
        }

        return found;
    }

    /// <summary>Opens a message of libldap, hands the entry over and closes it again.</summary>
    internal void Take(nint handle, nint message, LdapEntryHandler take)
    {
        attributes.Clear();
        nint reader = 0;
        try
        {
            if (LibLdap.GetDn(handle, message, out reader, out dn) != LdapError.Success)
            {
                throw new LdapError(LdapError.LocalError, "an entry cannot be understood");
            }

            while (LibLdap.GetAttribute(handle, message, reader, out var name, out var values) == LdapError.Success
                && name.Start is not null)
            {
                attributes.Add(((nint)name.Start, (int)name.Length, (nint)values));
            }

            take(this);
        }
        finally
        {
            foreach (var (_, _, values) in attributes)
            {
                LibLdap.Free((void*)values);
            }

            attributes.Clear();
            if (reader != 0)
            {
                LibLdap.FreeReader(reader, 0);
            }
        }
    }

    private LibLdap.Bytes* Find(string attribute)
    {
        foreach (var (start, length, values) in attributes)
        {
            if (length == attribute.Length && Ascii.EqualsIgnoreCase(new ReadOnlySpan<byte>((byte*)start, length), attribute))
            {
                return (LibLdap.Bytes*)values;
            }
        }

        return null;
    }
}
