namespace NodeTests.Differential;

/// <summary>Entries to compare: written by hand for every rule of the language, and made from a grammar with a seed.</summary>
internal static class SampleEntries
{
    /// <summary>Every form and every mistake that we know of.</summary>
    public static readonly string[] Written =
    [
        // Locations
        "nfs1:/exports/&", "nfs1:/a b", "nfs1:/a  b", "nfs1:/a\tb", "  nfs1:/x", "nfs1:/x ", "nfs1:/x\t", "nfs1.example.com:/x",
        "10.77.0.9:/x", "[fd77::1]:/x",
        "nfs1:/", "nfs1://x", "nfs1:/x,rw", "nfs1:/x -rw", "nfs1:/x#1", "nfs1:/x #1", "nfs1:/x # note", "# note", "-rw # note", "nfs9:/x",
        "localhost:/mnt/srv/data",
        "nfs1 /exports/x", "/exports/x", "-rw /exports/x", "nfs1:/x /sub", "/sub -rw", "nfs1:exports/x", "nfs1:", "nfs1", ":", ":/",
        ":/mnt/srv/data",
        "-ro :/mnt/srv/data", "-symlink :/mnt/srv/other", ":mnt", "nfs1:/x nfs2:exports", "nfs1:/x nfs2", "nfs1!:/x", "host (3):/p",
        "server /export1 host:/p",
        "n\u00fcs:/x", "user@host:/x", "a#b:/x", "a%b:/x", "a_b:/x", "a.b.:/x", "-nfs1:/x",

        // Replicas and weights
        "nfs1,nfs2:/x", "nfs1(1),nfs2(5):/x", "nfs1(1):/a nfs2(5):/b", "nfs1,nfs2:/a nfs3:/b", "nfs1(many):/x", "nfs1():/x", "nfs1(-1):/x",
        "nfs1(3:/x",
        ",nfs1:/x", "nfs1,:/x", "nfs1,,nfs2:/x", "nfs1, nfs2:/x", "nfs1:/a,nfs2:/b", "nfs9,nfs1:/x", "nfs1,nfs9:/x", "nfs1:/a b nfs2:/c d",
        "[fd77::1](2):/x", "[fd77::1],nfs1:/x", "nfs1(2),[fd77::1]:/x",
        "-use-weight-only nfs1(2),nfs2(1):/x", "nfs1:/a nfs1:/a", "nfs1,nfs1:/a",

        // Options
        "-rw nfs1:/x", "-rw,soft nfs1:/x", "-rw -soft nfs1:/x", "-rw -rw,soft nfs1:/x", "-soft -hard,soft nfs1:/x", "- nfs1:/x",
        "-, nfs1:/x", "-rw,,soft nfs1:/x",
        "-rw, nfs1:/x", "-,rw nfs1:/x", "-rw,nfs1:/x", "-rw", "-rw  ", "--rw nfs1:/x", "-bg,rw nfs1:/x", "-bgx,fg nfs1:/x",
        "-nofg,rw nfs1:/x", "-timeout=60,rw nfs1:/x",
        "-browse,rw nfs1:/x", "-nobrowse nfs1:/x", "-strict,rw nfs1:/x", "-nonstrict,rw nfs1:/x", "-stricter nfs1:/x",
        "-nobind,rw nfs1:/x", "-rw,nobind nfs1:/x",
        "-nosymlink,ro nfs1:/x", "-symlink,ro nfs1:/x", "-use-weight-only,rw nfs1:/x", "-no-use-weight-only nfs1:/x",
        "-vers=4.2,sec=krb5p nfs1:/x", "-vers=3 nfs1:/x",
        "-nfsvers=3,proto=tcp nfs1:/x", "-port=2049,rw nfs1:/x", "-proto=rdma nfs1:/x", "-\"rw,soft\" nfs1:/x", "\"-rw\" nfs1:/x",
        "-context=\"a b\" nfs1:/x",
        "-context=\"a,b\" nfs1:/x", "-a=\"x\"y nfs1:/x", "-rw\tnfs1:/x", "-rw,sec=sys:krb5 nfs1:/x", "-a=b:/c nfs1:/x",

        // File system types
        "-fstype=nfs nfs1:/x", "-fstype=nfs4 nfs1:/x", "-fstype=nfs4,rw nfs1,nfs2:/x", "-fstype=bind :/mnt/srv/data",
        "-fstype=bind,ro :/mnt/srv/data",
        "-fstype=bind :/no/such", "-fstype=bind nfs1:/x", "-fstype=bind,symlink :/mnt/srv/data", "-fstype=tmpfs tmpfs",
        "-fstype=tmpfs,size=1m :none", "-fstype=stub a b",
        "-fstype=stub a:/b c", "-fstype=stub /dev/null", "-fstype=stub :/dev/null", "-fstype=stub ::/x",
        "-fstype=cifs,credentials=/etc/c ://srv/share",
        "-fstype=cifs,user=u ://srv/a b", "-fstype=xfs :/dev/vdb", "-fstype= nfs1:/x", "-fstype=nfs,fstype=stub a",
        "-fstype=stub,fstype=nfs nfs1:/x", "-fstype=stub,bg,strict,x a",
        "-fstype=stub,timeout=3 a", "-fstype=fuse,port=22,rw :sshfs#user@example.com:/mnt", "-fstype=stub sshfs#user@h:/mnt",
        "-fstype=stub file:x", "-fstype=stub nis:x",
        "-fstype=stub x:y", "-fstype=stub \"\"", "-fstype=stub", "-Fstype=stub nfs1:/x", "-rw,fstype=stub,ro a",

        // Multi-mounts
        "nfs1:/ /sub -ro nfs1:/sub", "/ nfs1:/ /sub nfs1:/sub", "-rw /a nfs1:/a /b//c/ -soft nfs2:/c", "/a nfs1:/a /a nfs1:/b",
        "/a nfs1:/a /a/ nfs1:/b",
        "\"/my docs\" nfs1:/a", "/a nfs1:/a b /c nfs1:/c", "/a nfs1,nfs2:/a /b nfs3:/b", "/ -fstype=tmpfs tmpfs /b nfs1:/b",
        "/a -fstype=bind :/mnt/srv/data",
        "/a -fstype=stub \"/dev/x\"", "/a /b nfs1:/b", "/a", "/ nfs1:/x", "/a/b/c nfs1:/x", "/a nfs1:/a /a/b nfs1:/b",
        "nfs1:/x \"/sub\" nfs2:/y", "nfs1:/x -/sub nfs2:/y",
        "nfs1:/x -rw /b nfs1:/b", "/a nfs1:/a -rw /b nfs1:/b", "-rw -soft /a -ro nfs1:/a", "/a -rw -soft nfs1:/a", "/a nfs1!:/x",
        "/\u00fc nfs1:/a", "\"/\u00fc\" nfs1:/a", "/a\u0001 nfs1:/a",
        "/a nfs1:/a # /b nfs1:/b", "/a -rw # nfs1:/a", "-strict /a nfs1:/a /b nfs1:/b", "-fstype=stub /a x /b y", "-fstype=stub /a x:y",
        "/a nfs9:/x /b nfs1:/x",
        "nfs1:/x /a nfs1:/a /b nfs1:/b /c nfs1:/c", "/ -ro nfs1:/x /a nfs1:/a", "/a -nobind,rw nfs1:/a", "/a :/mnt/srv/data",

        // Quotes and escapes
        "\"nfs1:/x -rw\"", "nfs1:/\"a b\"", "nfs1:\"/a\"", "\"nfs1\":/x", "nfs1:/a\\ b", "nfs1:/a\\\\b", "nfs1:/a\\\"b", "nfs1:/a\\&b",
        "nfs1:/a\\$HOST", "nfs1:/a\\:b", "nfs1:/a\\#b",
        "\"nfs1:/a&b\"", "\"nfs1:/a$HOST\"", "nfs1:/a\\", "nfs1:/\"\"", "\"\"", "\"\" nfs1:/x", "\"nfs1:/x\" \"nfs2:/y\"",
        "nfs1:/x\"/y\"/z", "nfs1\\:/x", "nfs1:\\/x", "-rw\\ x nfs1:/x",
        "-fstype=stub a\\:b", "nfs1:/a\\: b", "nfs1:/a\\  b", "nfs1:/a\"\\\"b", "-fstype=fuse :sshfs\\#u@h\\:/mnt", "\"-rw nfs1:/x\"",
        "/a\\ b nfs1:/x",

        // Variables and colons
        "nfs1:/x/${FOO}/y", "nfs1:/x/$FOO/y", "nfs1:/x/${FOO", "nfs1:/$", "nfs1:/$ b", "nfs1:/$/b", "nfs1:/${}/b", "nfs1:/a:b",
        "nfs1:/a:b:c", "nfs1:/a:/b", "nfs1:/a:b nfs2:/c:d",
        "nfs1:/x/$OWN/y", "nfs1:/x/${OWN}y", "nfs1:/x/$OWNy", "$NOTHING", "$OWN:/x", "-fstype=stub a:b:c", "&", "-fstype=stub &:&",
        "-ro,x=& nfs1:/&",
    ];

    /// <summary>
    /// For <c>append_options = no</c>. Empty options (<c>- host:/path</c>) are left out: automount 5.1.9 hangs on them then.
    /// </summary>
    public static readonly string[] WithoutAppending =
        [
            "nfs1:/x", "-rw nfs1:/x", "-soft -hard nfs1:/x", "-fstype=stub,x a", "/a nfs1:/a", "/a -soft nfs1:/a",
            "-rw /a -soft nfs1:/a /b nfs1:/b", "/ -soft nfs1:/a /b nfs1:/b"
        ];

    private static readonly string[] Options =
    [
        "rw", "ro", "soft", "hard", "bg", "bgo", "nofg", "sec=krb5p", "sec=sys", "vers=4.2", "vers=3", "nfsvers=4", "nosuid", "nodev",
        "timeout=5", "browse", "strict", "nonstrict", "nobind",
        "use-weight-only", "fstype=nfs", "fstype=nfs4", "fstype=stub", "fstype=tmpfs", "fstype=cifs", "context=\"a b\"", "x=\"y\"", "",
        "port=2049", "proto=tcp", "acregmin=3",
    ];

    private static readonly string[] Words =
        [
            "a", "b", "exports", "home", "&", "$OWN", "${OWN}", "$NO", "x y", "\"q r\"", "p\\ q", "\\&", "c:d", "#", "e#", "-f", ".g",
            "\"&\"", "\u00fc"
        ];

    private static readonly string[] Noise =
        [
            " ", "\t", "/", ":", ":/", ",", "-", "#", "&", "$", "(", ")", "[", "]", "=", "\"\"", "\\ ", "a", "nfs2", "nfs1:/z", "/o ",
            "\\:", "%", "@", "!"
        ];

    /// <summary>An entry of the grammar, in one of three cases with something put in or left out.</summary>
    public static string Make(Random random)
    {
        var text = random.Next(4) switch
        {
            0 => Front(random) + string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Location(random))),
            1 =>
                Front(random) + string.Join(
                    ' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Offset(random)} {Front(random)}{Location(random)}")),
            2 => $"{Front(random)}{Location(random)} {Offset(random)} {Front(random)}{Location(random)}",
            _ => Front(random) + Location(random),
        };
        while (random.Next(3) == 0)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(3) == 0 && at < text.Length ? text.Remove(at, 1) : text.Insert(at, Pick(random, Noise));
        }

        return text;
    }

    private static string Front(Random random)
    {
        if (random.Next(3) == 0)
        {
            return "";
        }

        var options = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Options));
        return "-" + string.Join(',', options) + " " + (random.Next(5) == 0 ? Front(random) : "");
    }

    private static string Location(Random random) => random.Next(8) switch
    {
        0 => ":" + Path(random),
        1 => Pick(random, Words),
        _ =>
            string.Join(
                ',',
                Enumerable.Range(0, random.Next(5) == 0 ? 3 : 1).Select(
                    _ => Pick(random, PrivateAutomount.Hosts) + (random.Next(5) == 0 ? $"({random.Next(9)})" : ""))) + ":" + Path(random),
    };

    private static string Path(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => "/" + Pick(random, Words)));

    private static string Offset(Random random)
    {
        if (random.Next(6) == 0)
        {
            return "/";
        }

        if (random.Next(6) == 0)
        {
            return "\"/o p\"";
        }

        return string.Concat(Enumerable.Range(0, random.Next(1, 3)).Select(_ => "/" + Pick(random, ["o", "p", "q"])));
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
