namespace AgentTests.Lint;

public static partial class RuleCases
{
    private static readonly RuleCase[] Entries =
    [
        new("map/bad-entry", "auto.x:k", 1, Entry("nfs1:exports/x"), Entry("nfs1:/exports/x")),
        new("map/bad-entry", "auto.x:k", 6, Entry("nfs1 /exports/x"), Entry("nfs1:/exports x")),
        new("map/too-long", "auto.x:k", 1, Entry("h:/" + new string('x', 16384)), Entry("h:/" + new string('x', 16000))),
        new("map/too-long", $"auto.x:{new string('k', 256)}", 0, Map(new string('k', 256) + " h:/x"), Map(new string('k', 255) + " h:/x")),
        new("map/unknown-variable", "auto.x:k", 5, Entry("h:/x${FOO}/y"), Entry("h:/x/${HOST}/$USER"), Entry("h:/x\\$FOO"),
            Entry("h:/cost$"), Root("/net auto.x -DFOO=1") + "\nb h:/x$FOO"),
        new("map/unknown-variable", "auto.x:k", 4, Entry("h:/$/y"), Entry("h:/y$ ")),
        new("map/unclosed-brace", "auto.x:k", 5, Entry("h:/x${HOST"), Entry("h:/x${HOST}")),
        new("map/quoted-ampersand", "auto.x:*", 6, Map("* h:/x\"&\""), Map("k h:/\"R&D\""), Map("* h:/\"R&D\"/&")),
        new("map/quoted-ampersand", "auto.x:/", 6, Map("/ h:/x\\&"), Map("/ h:/x&")),
        new("map/options-after-location", "auto.x:k", 6, Entry("h:/x -rw"), Entry("h:/x-rw"), Entry("-rw h:/x")),
        new("map/options-after-location", "auto.x:k", 5, Entry("h:/x,rw"), Entry("h:/x,y"), Entry("h:/x,1.0")),
        new("map/writable-replicas", "auto.x:k", 5, Entry("-rw a,b:/x"), Entry("-ro a,b:/x"), Entry("-rw a:/x")),
        new("map/writable-replicas", "auto.x:k", 1, Entry("a:/x b:/x"), Root("/net auto.x ro") + "\nb a:/x b:/x"),
        new("map/local-server", "auto.x:k", 5, Entry("-rw localhost:/x"), Entry("-rw,nobind localhost:/x"),
            Entry("-rw,port=2049 localhost:/x"), Root("/net auto.x nobind") + "\nb localhost:/x", Entry("localhost1:/x")),
        new("map/local-server", "auto.x:k", 1, Entry("NODE1:/x"), Entry("node2:/x")) { Node = CoreOs },
        new("map/kerberos-by-address", "auto.x:k", 12, Entry("-sec=krb5p 10.0.0.1:/x"), Entry("-sec=sys 10.0.0.1:/x"),
            Entry("-sec=krb5p 10.example.com:/x")),
        new("map/bad-weight", "auto.x:k", 6, Entry("-ro a(x),b(2):/x"), Entry("-ro a(1),b(2):/x"), Entry("h:/x(y)")),
        new("map/bind-source", "auto.x:k", 14, Entry("-fstype=bind h:/x"), Entry("-fstype=bind :/x")),
        new("map/cifs-source", "auto.x:k", 14, Entry("-fstype=cifs srv:/share"), Entry("-fstype=cifs ://srv/share")),
        new("map/cifs-source", "auto.x:k", 14, Entry("-fstype=cifs //srv/share"), Entry("-fstype=cifs ://srv/share")),
        new("map/duplicate-offset", "auto.x:k", 9, Entry("/a h:/a /a/ h:/b"), Entry("/a h:/a /b h:/a")),
        new("map/unknown-type", "auto.x:k", 9, Entry("-fstype=nfs5 h:/x"), Entry("-fstype=xfs :/dev/sdb1"), Entry("-fstype=fuse.mine :x")),
        new("map/missing-helper", "auto.x:k", 9, Entry("-fstype=cifs ://srv/share"), Entry("-fstype=nfs h:/x")) { Node = CoreOs },
    ];
}
