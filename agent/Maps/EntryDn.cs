namespace Automount.Maps;

/// <summary>
/// The distinguished name of an entry, without its key: nearly all entries of a map are called <c>automountKey=KEY,</c> and the DN of the
/// map, so they share one of these. Written out for each entry, the names would take as much memory as the entries.
/// </summary>
/// <param name="Before">What stands before the key; all of the DN when it does not have the key as it is.</param>
/// <param name="After">What stands after the key; null when the key is not in it.</param>
public sealed record EntryDn(string Before, string? After)
{
    /// <summary>Separates a DN from the key of its entry.</summary>
    /// <param name="dn">The DN.</param>
    /// <param name="key">The key of the entry.</param>
    /// <param name="like">That of another entry, which is returned where it fits.</param>
    public static EntryDn Of(ReadOnlySpan<char> dn, string key, EntryDn? like = null)
    {
        if (like?.IsOf(dn, key) == true)
        {
            return like;
        }

        var start = dn.IndexOf('=') + 1;
        if (start == 0 || key.Length == 0 || !dn[start..].StartsWith(key))
        {
            return new EntryDn(dn.ToString(), null);
        }

        return new EntryDn(dn[..start].ToString(), dn[(start + key.Length)..].ToString());
    }

    /// <summary>The DN of the entry with this key.</summary>
    public string Of(string key) => After is null ? Before : Before + key + After;

    private bool IsOf(ReadOnlySpan<char> dn, string key) => After is not null && key.Length > 0
        && dn.Length == Before.Length + key.Length + After.Length
        && dn.StartsWith(Before)
        && dn[Before.Length..].StartsWith(key)
        && dn.EndsWith(After);
}
