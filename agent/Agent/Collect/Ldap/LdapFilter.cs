using System.Text;
using Automount.Maps.Ldif;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Ldap;

/// <summary>
/// The search filters that sssd sends for automount (sdap_async_autofs.c), with the additional filter of the search base.
/// </summary>
internal static class LdapFilter
{
    /// <summary>The object of one map.</summary>
    public static string Map(AutofsSchema schema, string name, SearchBase searchBase) =>
        With($"(&({schema.MapName}={Escape(name)})(objectclass={schema.MapClass}))", searchBase);

    /// <summary>The objects of all maps.</summary>
    public static string Maps(AutofsSchema schema, SearchBase searchBase) =>
        With($"(&({schema.MapName}=*)(objectclass={schema.MapClass}))", searchBase);

    /// <summary>The entries of a map. sssd asks for those with a key only; those without are wanted too, to be named.</summary>
    public static string Entries(AutofsSchema schema, SearchBase searchBase) => With(
        schema.EntryClass.Equals(schema.MapClass, StringComparison.OrdinalIgnoreCase)
            ? $"(&({schema.EntryKey}=*)(objectclass={schema.EntryClass}))"
            : $"(objectclass={schema.EntryClass})",
        searchBase);

    /// <summary>Escapes a value (RFC 4515).</summary>
    public static string Escape(string value)
    {
        var escaped = new StringBuilder(value.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            _ = b is (byte)'*' or (byte)'(' or (byte)')' or (byte)'\\' or < 0x20 or >= 0x7f ? escaped.Append($"\\{b:x2}") : escaped.Append((char)b);
        }

        return escaped.ToString();
    }

    private static string With(string filter, SearchBase searchBase) => searchBase.Filter switch
    {
        null => filter,
        ['(', ..] => $"(&{filter}{searchBase.Filter})",
        _ => $"(&{filter}({searchBase.Filter}))",
    };
}
