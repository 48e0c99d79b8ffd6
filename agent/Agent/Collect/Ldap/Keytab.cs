using System.Buffers.Binary;
using System.Text;
using Automount.Files;

namespace AutomountAgent.Collect.Ldap;

/// <summary>Reads whose keys a keytab holds (MIT's file format, version 2). The keys themselves are passed over.</summary>
internal static class Keytab
{
    /// <summary>The principals of a keytab file, without repetition. It never throws for what is in the file.</summary>
    /// <param name="path">The file, with or without <c>FILE:</c> in front.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        var file = path.StartsWith("FILE:", StringComparison.Ordinal) ? path[5..] : path;
        return Parse(GuardedFile.ReadBytes(file, GuardedFile.MaxConfigurationBytes));
    }

    /// <summary>The principals in a keytab's bytes; those before the first thing that is wrong.</summary>
    public static IReadOnlyList<string> Parse(ReadOnlySpan<byte> bytes)
    {
        var principals = new List<string>();
        if (bytes.Length < 2 || bytes[0] != 5 || bytes[1] != 2)
        {
            return principals;
        }

        bytes = bytes[2..];
        while (bytes.Length >= 4)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
            bytes = bytes[4..];
            var length = Math.Abs((long)size); // Negative: a hole that a deleted key has left.
            if (size == 0 || length > bytes.Length)
            {
                break;
            }

            if (size > 0 && Principal(bytes[..size]) is { } principal && !principals.Contains(principal))
            {
                principals.Add(principal);
            }

            bytes = bytes[(int)length..];
        }

        return principals;
    }

    /// <summary>
    /// Whom sssd takes from a keytab (select_principal_from_keytab): the name that is configured, else the machine account of Active
    /// Directory, else host/NAME, else what looks like one of them, else the first.
    /// </summary>
    /// <param name="principals">Who is in the keytab.</param>
    /// <param name="wanted">The configured name, with or without realm; null when none is configured.</param>
    /// <param name="realm">The realm; null when it is not known, then any will do.</param>
    /// <param name="host">The name of this host.</param>
    public static string? Choose(IReadOnlyList<string> principals, string? wanted, string? realm, string host)
    {
        var shortHost = host.Split('.')[0];
        Func<string, bool>[] rules =
        [
            name => name == (wanted ?? host),
            name => name.Equals($"{shortHost}$", StringComparison.OrdinalIgnoreCase),
            name => name.Equals($"host/{host}", StringComparison.OrdinalIgnoreCase),
            name => name.EndsWith('$'),
            name => name.StartsWith("host/", StringComparison.Ordinal),
        ];
        if (wanted?.Contains('@') == true && principals.Contains(wanted))
        {
            return wanted;
        }

        var ofRealm = principals.Where(p => realm is null || p.EndsWith($"@{realm}", StringComparison.Ordinal)).ToList();
        return rules.Select(rule => ofRealm.Find(p => rule(p[..p.LastIndexOf('@')]))).FirstOrDefault(p => p is not null)
            ?? principals.FirstOrDefault(p => p.StartsWith("host/", StringComparison.Ordinal))
            ?? principals.FirstOrDefault();
    }

    private static string? Principal(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < 2)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt16BigEndian(entry);
        entry = entry[2..];
        if (Text(ref entry) is not { } realm)
        {
            return null;
        }

        var name = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (Text(ref entry) is not { } part)
            {
                return null;
            }

            name.Append(i > 0 ? "/" : "").Append(part);
        }

        return name.Append('@').Append(realm).ToString();
    }

    private static string? Text(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(bytes) is var length && length > bytes.Length - 2)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes.Slice(2, length));
        bytes = bytes[(2 + length)..];
        return text;
    }
}
