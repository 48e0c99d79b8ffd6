namespace AgentTests.Lint;

public static partial class RuleCases
{
    private static readonly RuleCase[] Options =
    [
        new("map/unknown-option", "auto.x:k", 5, Entry("-rw,sft h:/x"), Entry("-rw,soft h:/x"), Entry("-sloppy,sft h:/x"),
            Entry("-fstype=cifs,sft ://h/x"), Entry("-x-mine=1,context=\"a:b\" h:/x")),
        new("map/unknown-option", "auto.x:k", 2, Entry("-timo=10 h:/x"), Entry("-timeo=10 h:/x")),
        new("map/unknown-option", "auto.master:/net", 21, Root("/net auto.x -fstype=nfs4,sft"), Root("/net auto.x -fstype=nfs4,soft"),
            "auto.master\n/net auto.x -uid=1\n\nauto.x\nb -fstype=cifs ://h/x"),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-vers=5 h:/x"), Entry("-vers=4.2 h:/x"), Entry("-nfsvers=3 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-proto=tpc h:/x"), Entry("-proto=tcp6 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-sec=krb6 h:/x"), Entry("-sec=krb5p:krb5:sys h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-port=nfs h:/x"), Entry("-port=2049 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-rsize=1M h:/x"), Entry("-rsize=1048576 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-nconnect=17 h:/x"), Entry("-nconnect=16 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-timeo=0 h:/x"), Entry("-timeo=1 h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-soft=yes h:/x"), Entry("-soft h:/x"), Entry("-fsc=tag h:/x")),
        new("map/bad-option-value", "auto.x:k", 2, Entry("-timeo h:/x"), Entry("-fsc h:/x")),
        new("map/bad-option-value", "auto.x:k", 14, Entry("-fstype=nfs4,proto=udp h:/x"), Entry("-fstype=nfs4,proto=tcp h:/x")),
        new("map/ignored-option", "auto.x:k", 2, Entry("-timeout=60 h:/x"),
            Entry("-fstype=autofs,timeout=60 auto.y") + "\n\nauto.y\na h:/a"),
        new("map/ignored-option", "auto.x:k", 5, Entry("-rw,bg h:/x"), Entry("-rw,fg h:/x")),
        new("map/ignored-option", "auto.x:k", 2, Entry("-rsize=512 h:/x"), Entry("-rsize=1024 h:/x")),
        new("map/contradicting-options", "auto.x:k", 2, Entry("-hard,soft h:/x"), Root("/net auto.x hard") + "\nb -soft h:/x",
            Entry("-rw /a h:/a /b -ro h:/b")),
        new("map/contradicting-options", "auto.x:k", 2, Entry("-ro,rw h:/x"), Entry("-ro h:/x")),
        new("map/contradicting-options", "auto.master:/net", 8, Root("/net auto.x hard soft"), Root("/net auto.x hard")),
        new("map/contradicting-options", "auto.x:k", 14, Entry("-fstype=nfs4,vers=3 h:/x"), Entry("-fstype=nfs4,vers=4.1 h:/x")),
        new("map/obsolete-option", "auto.x:k", 2, Entry("-intr h:/x"), Entry("-hard h:/x")),
        new("map/obsolete-option", "auto.x:k", 9, Entry("-vers=4,nolock h:/x"), Entry("-vers=3,nolock h:/x")),
        new("map/nfs-over-udp", "auto.x:k", 2, Entry("-udp,vers=3 h:/x"), Entry("-tcp,vers=3 h:/x")),
        new("map/bind-options", "auto.x:k", 14, Entry("-fstype=bind,soft :/x"), Entry("-fstype=bind,ro :/x"),
            Root("/net auto.x soft") + "\nb -fstype=bind :/x"),
        new("map/password", "auto.x:k", 14, Entry("-fstype=cifs,password=hunter2 ://h/x"), Entry("-fstype=cifs,credentials=/etc/c ://h/x")),
        new("map/needs-rpcbind", "auto.x:k", 1, Entry("-rw h:/x"), Entry("-fstype=nfs4 h:/x"), Entry("-vers=4.2 h:/x"),
            Entry("-port=2049 h:/x"), Root("/net auto.x vers=4")),
        new("map/soft-home", "auto.home:*", 2, Home("* -soft h:/home/&"), Home("* -hard h:/home/&"), Home("* -soft,ro h:/home/&"),
            Home("* -softreval h:/home/&"), Map("* -soft h:/x/&")),
        new("map/home-without-nosuid", "auto.home:*", 1, Home("* -nosuid h:/home/&"), Home("* -nosuid,nodev h:/home/&"),
            Map("* -rw h:/x/&")),
    ];
}
