namespace AgentTests.Lint;

public static partial class RuleCases
{
    private static readonly RuleCase[] Master =
    [
        new("map/dangling-map", "auto.master:/net/x", 1, "auto.master\n/net/x auto.x", Root("/net/x auto.x"),
            "auto.master\n/net/x file:/etc/auto.x", "auto.master\n/net -hosts"),
        new("map/dangling-map", "auto.x:k", 18, Entry("-fstype=autofs   auto.sub"),
            Entry("-fstype=autofs auto.sub") + "\n\nauto.sub\na -fstype=nfs4 h:/a"),
        new("map/bad-master-entry", "auto.master:net", 0, Root("net auto.x"), Root("/net auto.x")),
        new("map/bad-master-entry", "auto.master:/net", 1, Root("/net -xfn"), Root("/net -hosts")),
        new("map/ignored-include", "auto.master:+auto.other", 0, Root("+auto.other"), Root("/net auto.x")),
        new("map/duplicate-mount-point", "auto.master:/net/", 0, Root("/net auto.x\n/net/ auto.x"), Root("/- auto.x\n/- auto.x"),
            Root("/net -null\n/net auto.x")),
        new("map/silent-timeout", "auto.master:/net", 17, Root("/net auto.x -rw,soft,timeout=60"), Root("/net auto.x --timeout=60"),
            Root("/net auto.x -t 60")),
        new("map/silent-timeout", "auto.master:/net", 8, Root("/net auto.x -timeout=60"), Root("/net auto.x --timeout 60"),
            Root("/net auto.x timeo=60")),
        new("map/timeout-unit", "auto.master:/net", 19, Root("/net auto.x --timeout=5m"), Root("/net auto.x --timeout=5 rw"),
            Root("/net auto.x --timeout=5,rw")),
        new("map/timeout-unit", "auto.master:/net", 12, Root("/net auto.x -t 5m"), Root("/net auto.x -tcp"), Root("/net auto.x -nobrowse")),
        new("map/cut-option", "auto.master:/net", 24, Root("/net auto.x -fstype=cifs,x=a/b"), Root("/net auto.x sec=krb5p:krb5,vers=4.2")),
        new("map/file-in-directory", "auto.master:/net", 1, Root("/net /etc/auto.x"), Root("/net auto.x")),
        new("map/overlapping-roots", "auto.master:/net/x", 0, Root("/net auto.x\n/net/x auto.x"), Root("/net auto.x\n/netx auto.x")),
        new("map/overlapping-roots", "auto.d:/net/x", 0,
            "auto.master\n/net auto.x\n/- auto.d\n\nauto.x\na -fstype=nfs4 h:/a\n\nauto.d\n/net/x -fstype=nfs4 h:/b",
            Direct("/net/x -fstype=nfs4 h:/b")),
        new("map/same-directory", "auto.master:/var/home", 0, Root("/home auto.x\n/var/home auto.x"),
            Root("/home auto.x\n/srv/home auto.x")),
        new("map/same-directory", "auto.master:/home", 0, Root("/var/home auto.x\n/home auto.x"),
            Root("/home auto.x\n/var/homes auto.x")) { Node = CoreOs },
        new("map/symlinked-root", "auto.master:/opt/x", 0, Root("/opt/x auto.x"), Root("/mnt/x auto.x"),
            Root("/optional auto.x")) { Node = CoreOs },
        new("map/immutable-root", "auto.master:/nfs/x", 0, Root("/nfs/x auto.x"), Root("/var/nfs auto.x"),
            Root("/mnt/x auto.x")) { Node = CoreOs },
        new("map/immutable-root", "auto.d:/nfs/x", 0, Direct("/nfs/x -fstype=nfs4 h:/x"),
            Direct("/opt/x -fstype=nfs4 h:/x")) { Node = CoreOs },
        new("map/home-mismatch", "auto.master:/users", 0, "auto.master\n/users auto.home\n\nauto.home\na -fstype=nfs4 h:/a",
            Root("/home auto.x"), Root("/var/home auto.x"), Root("/mnt/x auto.x"))
        {
            Node = CoreOs with { TopDirectories = CoreOs.TopDirectories.Add("/users") },
        },
        new("map/unused-map", "auto.y", -1, Root("/net auto.x") + "\n\nauto.y\na h:/a",
            Entry("-fstype=autofs auto.y") + "\n\nauto.y\na h:/a", Root("/net auto.x\n/y multi auto.y -- auto.z") + "\n\nauto.y\na h:/a"),
        new("map/submount-loop", "auto.x:k", 16, Entry("-fstype=autofs auto.x"), Entry("-fstype=autofs auto.y") + "\n\nauto.y\na h:/a"),
        new("map/submount-loop", "auto.y:a", 16, Entry("-fstype=autofs auto.y") + "\n\nauto.y\na -fstype=autofs auto.x",
            Entry("-fstype=autofs auto.y") + "\n\nauto.y\na -fstype=autofs auto.z\n\nauto.z\na h:/a"),
        new("map/too-long", "auto.master:/net", 1, Root("/net " + new string('m', 256)), Root("/net " + new string('m', 255))),
    ];
}
