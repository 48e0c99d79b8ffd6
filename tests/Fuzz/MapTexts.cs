using System.Text;

namespace Fuzz;

/// <summary>Texts that look like maps: pieces of the language put together, and then changed a little.</summary>
/// <param name="seed">The same seed gives the same texts.</param>
public sealed class MapTexts(int seed)
{
    private static readonly string[] Pieces =
    [
        "/", ":", ":/", " ", "\t", "\n", "\\\n", "\"", "\\", "&", "$", "${", "}", "-", "--", ",", "=", "(", ")", "[", "]", "#",
        "*", "..", "+", "\0", "\u001b", "\ud800", "ü", "%", "@", "!",
        "nfs1", "host", "a", "1", "-fstype=", "autofs", "nfs4", "bind", "hosts", "auto.home", "ldap:", "sss:", "file:",
        "file,amd:", "program:", "multi ", "ou=", "-t ", "-D", "--timeout=",
        "--no-slashify-colons", "-hosts", "-null", "+auto.master", "+dir:/etc/auto.master.d", "/home ", "/- ", "nfs1:/exports/&",
        "-rw,soft ", "[fe80::1%eth0]:/x", "h(3),g:/y", "/offset ",
        "$HOST", "${OSNAME}", "\\ ", "\\:", "\\\"", "\"a b\"", "key nfs1:/x\n", "* -rw nfs1:/exports/&\n", "/home auto.home --timeout=60\n",
    ];

    private readonly Random random = new(seed);
    private readonly StringBuilder text = new();
    private string last = "";

    /// <summary>The next text: mostly short, at times longer than automount takes.</summary>
    public string Next()
    {
        text.Clear();
        if (random.Next(4) == 0)
        {
            text.Append(last);
        }

        var repeats = random.Next(20000) == 0 ? random.Next(2000, 9000) : 1;
        for (var pieces = random.Next(1, 12); pieces > 0; pieces--)
        {
            var piece = random.Next(16) == 0 ? ((char)random.Next(0x10000)).ToString() : Pieces[random.Next(Pieces.Length)];
            var place = random.Next(3) == 0 ? random.Next(text.Length + 1) : text.Length;
            text.Insert(place, piece, pieces == 1 ? repeats : 1);
        }

        while (random.Next(3) == 0 && text.Length > 0)
        {
            text.Remove(random.Next(text.Length), 1);
        }

        var made = text.ToString();
        last = made.Length > 200 ? "" : made;
        return made;
    }
}
