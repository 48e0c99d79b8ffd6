using System.Text;

namespace Automount.Maps;

/// <summary>A map of a master map entry: what automount's scanner finds between the mount point and the options.</summary>
/// <param name="Type">The type as it is written, <c>ldap</c> for a bare DN, <c>hosts</c> and <c>null</c> for the built-in maps; empty when
/// not given.</param>
/// <param name="Format">The format; empty when not given.</param>
/// <param name="Name">The map, without backslashes; of LDAP with server and DN.</param>
internal sealed record MasterMapName(string Type, string Format, string Name);

/// <summary>
/// Reads one map name with the rules of automount's scanner. They apply at every place in the name: a colon ends the world, <c>-hosts</c>
/// in the middle of a name is the built-in map, <c>//</c> and <c>ou=</c> begin a DN and forget what stood before.
/// </summary>
/// <param name="text">The value of the entry.</param>
/// <param name="at">Where the map begins.</param>
internal sealed class MasterMapNameScanner(string text, int at)
{
    private int wordChecked;

    /// <summary>Where the scanner stands: behind the blanks that follow the map, or where it stopped.</summary>
    public int At { get; private set; } = at;

    /// <summary>Why there is no map; null when there is one.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// True when automount's scanner had not reached the end of the line when it gave up: it then misreads every entry after this one.
    /// </summary>
    public bool StoppedInside { get; private set; }

    /// <summary>Reads the map; null when automount drops the entry.</summary>
    public MasterMapName? Read()
    {
        MapType? type = null;
        var name = new StringBuilder();
        while (At < text.Length)
        {
            var c = text[At];
            if (MapType.At(text, At) is { } found && !(found.EndsWithBlank && name.Length > 0))
            {
                if (type is not null || found.Name == MapType.Multi)
                {
                    return Fail($"{EntryError.Quote(found.Name)} is a map type, and cannot stand there");
                }

                type = found;
                At += found.Length;
            }
            else if (c == '-' && Builtin() is { } builtin)
            {
                return Special(builtin, type);
            }
            else if (text.AsSpan(At).StartsWith("//") || StartsDn())
            {
                return Dn(type);
            }
            else if (c == '\\' && At + 1 < text.Length)
            {
                name.Append(text[At + 1]);
                At += 2;
            }
            else if (c is ' ' or '\t' or '\n')
            {
                break;
            }
            else if (c == ':')
            {
                return Fail("a colon in the name of a map needs a backslash");
            }
            else
            {
                name.Append(c);
                At++;
            }
        }

        SkipBlanks();
        return name.Length > 0
            ? new MasterMapName(type?.Name ?? "", type?.Format ?? "", name.ToString())
            : Fail($"{EntryError.Quote(text)} names no map", false);
    }

    private string? Builtin()
    {
        var rest = text.AsSpan(At);
        return rest switch
        {
            ['-', 'h', 'o', 's', 't', 's', ..] => "hosts",
            ['-', 'n', 'u', 'l', 'l', ..] => "null",
            ['-', 'x', 'f', 'n', ..] => "xfn",
            ['-', '-', ' ' or '\t', ..] => "",
            _ => null,
        };
    }

    private MasterMapName? Special(string builtin, MapType? type)
    {
        if (builtin == "xfn")
        {
            return Fail("automount does not support -xfn", false);
        }

        if (builtin == "")
        {
            return Fail("-- stands where a map is expected");
        }

        if (type is not null)
        {
            return Fail($"-{builtin} is a map of its own and takes no type");
        }

        At += builtin.Length + 1;
        SkipBlanks();
        return new MasterMapName(builtin, "", "");
    }

    private MasterMapName? Dn(MapType? type)
    {
        var start = At;
        var dn = new MasterDnScanner(text, At);
        var read = dn.Read(type is not null);
        At = dn.At;
        if (read is null)
        {
            At = start;
            return Fail($"no map name can be taken from {EntryError.Quote(text[start..])}", !dn.IsAtEnd);
        }

        return new MasterMapName(type?.Name ?? "ldap", type?.Format ?? "", read);
    }

    /// <summary>
    /// <c>attribute=</c> or <c>server:attribute=</c>. A run of letters that is not a server is scanned once, not from each of its letters.
    /// </summary>
    private bool StartsDn()
    {
        if (MasterDnScanner.Attribute(text, At) > 0)
        {
            return true;
        }

        if (At < wordChecked)
        {
            return false;
        }

        var server = MasterDnScanner.Server(text, At, out wordChecked);
        return server > 0 && MasterDnScanner.Attribute(text, At + server) > 0;
    }

    private void SkipBlanks()
    {
        while (At < text.Length && text[At] is ' ' or '\t')
        {
            At++;
        }
    }

    private MasterMapName? Fail(string message, bool stoppedInside = true)
    {
        (Error, StoppedInside) = (message, stoppedInside);
        return null;
    }
}
