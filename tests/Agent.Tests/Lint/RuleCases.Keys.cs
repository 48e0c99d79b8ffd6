namespace AgentTests.Lint;

public static partial class RuleCases
{
    private static readonly RuleCase[] Keys =
    [
        new("map/bad-key", "auto.x:a/b", 0, Map("a/b h:/a"), Map("/ h:/a")),
        new("map/bad-key", "auto.d:a", 0, Direct("a h:/a"), Direct("/a h:/a")),
        new("map/bad-key", "auto.x:a\u0001", 0, Map("a\u0001 h:/a"), Map("a~ h:/a")),
        new("map/bad-key", "auto.x:ä", 0, Map("ä h:/a"), Map("ae h:/a")),
        new("map/bad-key", "auto.x:-rsize=8192,rw", 0, Map("-rsize=8192,rw host:/home/&"), Map("-odd host:/a")),
        new("map/bad-key", "auto.x:host:/a", 0, Map("host:/a -rw"), Map("host:a h:/a")),
        new("map/ignored-include", "auto.x:+auto.y", 0, Map("+auto.y "), Map("a+b h:/a")),
        new("map/percent-key", "auto.x:%Sale", 0, Map("%Sale h:/a"), Map("100% h:/a"), Map("%20 h:/a")),
        new("map/direct-wildcard", "auto.d:*", 0, Direct("* h:/&"), Map("* h:/&")),
        new("map/direct-wildcard", "auto.d:/", 0, Direct("/ h:/&"), Map("/ h:/&")),
        new("map/trailing-slash", "auto.d:/a/", 0, Direct("/a/ h:/a"), Direct("/a h:/a/")),
        new("map/duplicate-key", "auto.x:a", 0, Map("a h:/a", "a h:/b"), Map("a h:/a", "b h:/a")),
        new("map/duplicate-key", "auto.e:/a", 0, "auto.master\n/- auto.d\n/- auto.e\n\nauto.d\n/a h:/a\n\nauto.e\n/a h:/b",
            "auto.master\n/- auto.d\n/- auto.e\n\nauto.d\n/a h:/a\n\nauto.e\n/b h:/b"),
        new("map/nested-keys", "auto.d:/a/b/c", 0, Direct("/a h:/a", "/a/b/c h:/b"), Direct("/a h:/a", "/ab/c h:/b")),
        new("map/wildcard-differs", "auto.x:*", 14,
            Map("a -fstype=nfs4 h:/exports/home/a", "b -fstype=nfs4 h:/exports/home/b", "* -fstype=nfs4 h:/exports/homes/&"),
            Map("a h:/exports/home/a", "b h:/exports/home/b", "* h:/exports/home/&"),
            Map("a h:/exports/home1/a", "b h:/exports/home1/b", "* h:/exports/home2/&"),
            Map("a h:/staff/a", "b h:/staff/b", "* h:/students/&"),
            Map("a g:/exports/home/a", "b g:/exports/home/b", "* h:/exports/homes/&"),
            Map("a h:/exports/home/a", "b h:/exports/homes/b", "* h:/exports/homes/&")),
        new("map/wildcard-without-key", "auto.x:*", 9, Map("a -vers=4 h:/home/a", "b -vers=4 h:/home/b", "* -vers=4 h:/home"),
            Map("* -vers=4 h:/home"), Map("a -vers=4 h:/home/a", "b -vers=4 h:/home/b", "* -vers=4 h:/empty"),
            Home("* -vers=4 h:/home/&"), Home("* -vers=4 h:/home/$USER"), Home("* -fstype=autofs auto.sub")),
        new("map/wildcard-without-key", "auto.home:*", 9, Home("* -vers=4 h:/home"), Home("* -vers=4 h:/home/&")),
        new("map/redundant-entry", "auto.x:a", 0, Map("a h:/home/a", "* h:/home/&"), Map("a h:/home/b", "* h:/home/&"),
            Map("a -ro h:/home/a", "* h:/home/&")),
    ];
}
