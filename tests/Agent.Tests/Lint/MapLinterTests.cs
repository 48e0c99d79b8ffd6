using System.Collections.Immutable;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Sources;
using Xunit;

namespace AgentTests.Lint;

/// <summary>Whole sites as they are in use. Noise is a bug: about a good one the linter reports nothing at all.</summary>
public class MapLinterTests
{
    /// <summary>A university: homes by wildcard, professors on a server of their own, groups with offsets.</summary>
    private const string University = """
        auto.master
        /home auto.home --timeout=600
        /groups ldap:automountMapName=auto.groups,ou=automount,dc=uni,dc=example -fstype=nfs4,sec=krb5p,nosuid,nodev
        /net -hosts -nosuid,nodev

        auto.home
        * -fstype=nfs4,rw,sec=krb5p,hard,nosuid,nodev homes.uni.example:/export/home/&
        einstein -fstype=nfs4,rw,sec=krb5p,hard,nosuid,nodev profs.uni.example:/export/profs/einstein
        noether -fstype=nfs4,rw,sec=krb5p,hard,nosuid,nodev profs.uni.example:/export/profs/noether

        auto.groups
        physics groups.uni.example:/export/groups/physics
        maths groups.uni.example:/export/groups/maths
        library / groups.uni.example:/export/library /scans -ro scans.uni.example:/scans
        """;

    /// <summary>A company: direct maps, replicated read-only software, a hierarchy of projects by submounts.</summary>
    private const string Company = """
        auto.master
        /- auto.direct vers=4.2,nosuid
        /mnt/projects auto.projects -fstype=nfs,vers=4.1,hard,noatime strictexpire

        auto.direct
        /opt/software -ro,soft,timeo=100,retrans=3 sw1.corp.example(1),sw2.corp.example(2):/export/software
        /opt/licenses -ro lic1.corp.example:/export/licenses lic2.corp.example:/licenses
        /data/archive -ro,nconnect=4,rsize=1048576,wsize=1048576 archive.corp.example:/vol/archive
        /data/scratch -rw,actimeo=30,lookupcache=positive [2001:db8::7]:/vol/scratch

        auto.projects
        alpha filer1.corp.example:/vol/projects/alpha
        beta filer2.corp.example:/vol/projects2/beta
        legacy -fstype=autofs,ro auto.legacy

        auto.legacy
        gamma filer1.corp.example:/vol/old/gamma
        delta filer1.corp.example:/vol/old/delta
        """;

    /// <summary>A laboratory: variables, Windows shares, a local disk, a map made for two kinds of hosts.</summary>
    private const string Laboratory = """
        auto.master
        /srv/lab auto.lab -t 300 --negative-timeout=30 -DSITE=north
        /var/home auto_home nobrowse,vers=4.2,nosuid,nodev

        auto.lab
        tools -ro,vers=4.2 tools.lab.example:/tools/$ARCH/$OSREL
        site -vers=4.2 ${SITE}.lab.example:/site
        mine -vers=4.2 nas.lab.example:/users/$USER
        windows -fstype=cifs,sec=krb5,multiuser,vers=3.0,cruid=$UID ://files.lab.example/share
        disk -fstype=xfs,noatime :/dev/disk/by-label/scratch
        local -fstype=bind,ro :/usr/share/lab
        data -vers=4.2 "nas.lab.example:/My Data"

        auto_home
        / -rw nas.lab.example:/home/&
        """;

    /// <summary>A hosting company: submounts with variables, hidden keys, binds, and what only helpers mount.</summary>
    private const string Hosting = """
        auto.master
        /net -hosts -nosuid,nodev,vers=4.2
        /srv/sites auto.sites
        /srv/tools auto.tools
        /srv/layers auto.layers

        auto.sites
        north -fstype=autofs,-DSITE=north,timeout=120,browse auto.customers
        south -fstype=autofs,-DSITE=south,nobrowse,hard auto.customers
        all -fstype=autofs -hosts

        auto.customers
        .Trash -null
        .hidden -null
        * -fstype=nfs4,nosuid,nodev $SITE.nas.example:/vol/&

        auto.tools
        shared -ro :/usr/share/tools
        bound -fstype=bind :/usr/share/more
        bucket -fstype=gcsfuse,implicit_dirs :assets
        backup -fstype=rclone,config=/etc/rclone.conf :remote
        merged -fstype=mergerfs,allow_other :/a
        volume -fstype=glusterfs,log-level=WARNING,backup-volfile-servers=g2 g1:/vol
        pool -fstype=ceph,name=tools,secretfile=/etc/ceph/tools.secret mon1,mon2:/pool
        home -fstype=fuse.sshfs,reconnect,IdentityFile=/etc/ssh/id_tools,allow_other :tools@h.example\:/home
        office -fstype=cifs,vers=3.1.1,sec=ntlmsspi,credentials=/etc/office.cred,uid=0 ://files.example/office
        old -vers=3,port=2049,mountport=635,proto=tcp6,fatal_neterrors=none old.example:/x

        auto.layers
        merged -fstype=overlay,"lowerdir=/a:/b:/c" :overlay
        """;

    [Theory]
    [InlineData(Hosting)]
    [InlineData(University)]
    [InlineData(Company)]
    [InlineData(Laboratory)]
    public void AboutAGoodSiteThereIsNothingToSay(string site) =>
        Assert.Empty(Maps.Lint(site).Select(f => $"{f.Kind.Code} {f.Subject}: {f.Message}"));

    /// <summary>The maps of a demonstration of autofs on OpenShift, as they were published.</summary>
    [Fact]
    public void WhatIsWrongWithAPublishedDemonstrationIsFound()
    {
        var codes = Maps.Lint("""
            auto.master
            /home auto.home -fstype=nfs4,rw,soft,timeo=100,retrans=3
            /var/home auto.home -fstype=nfs4,rw,soft,timeo=100,retrans=3

            auto.home
            dale nfs:/exports/home/dale
            audrey nfs:/exports/home/audrey
            * nfs:/exports/homes/&
            """).Select(f => (f.Kind.Code, f.Subject));

        Assert.Equal(
            [
                ("map/same-directory", "auto.master:/var/home"),
                ("map/wildcard-differs", "auto.home:*"),
                ("map/soft-home", "auto.home:dale"),
                ("map/home-without-nosuid", "auto.home:dale"),
            ],
            codes);
    }

    /// <summary>The plainest map there is must not drown in advice: one line of information for the map, no more.</summary>
    [Fact]
    public void APlainMapGetsOneLineOfInformation()
    {
        var entries = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"k{i} -rw nfs1:/x/k{i}"));

        var finding = Assert.Single(Maps.Lint($"auto.master\n/data auto.data\n\nauto.data\n{entries}"));
        Assert.Equal(("map/needs-rpcbind", Severity.Info), (finding.Kind.Code, finding.Kind.Severity));
        Assert.EndsWith("(and 99 more like it)", finding.Message);
    }

    [Fact]
    public void OfManyEqualFaultsTheFirstAreListedAndTheRestCounted()
    {
        var entries = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"k{i} nfs1:x"));
        var maps = Maps.Of($"auto.master\n/data auto.data\n\nauto.data\n{entries}");

        var findings = MapLinter.Run(maps, Silence.None).Findings;
        Assert.Equal(20, findings.Length);
        Assert.EndsWith("(and 80 more like it)", findings[^1].Message);
        Assert.DoesNotContain("more like it", findings[^2].Message);
        Assert.Equal(100, MapLinter.Run(maps, Silence.None, int.MaxValue).Findings.Length);
    }

    /// <summary>What one entry has too much of takes no place from the others.</summary>
    [Fact]
    public void ManyFaultsOfOneEntryHideNoOther()
    {
        var unknown = string.Join(',', Enumerable.Range(0, 25).Select(i => $"what{i}"));
        var maps = Maps.Of($"auto.master\n/data auto.data\n\nauto.data\na -vers=4,{unknown} h:/a\nb -vers=4,huh h:/b\nc -vers=4,eh h:/c");

        var kind = Assert.Single(MapLinter.Run(maps, Silence.None).Kinds);
        Assert.Equal((27, 22, 5), (kind.Count, kind.Listed.Length, kind.More));
        Assert.Equal(["auto.data:b", "auto.data:c"], kind.Listed.Skip(20).Select(f => f.Subject));
        Assert.Equal(27, kind.Listed.Concat(MapLinter.Run(maps, Silence.None, int.MaxValue).Findings).DistinctBy(f => f.Identity).Count());
    }

    [Fact]
    public void EachFaultOfAnEntryIsAFindingWithItsPlace()
    {
        var findings = Maps.Lint("auto.master\n/data auto.data\n\nauto.data\na -hrad,vers=4,sfot h:/a\nb -vers=4 /x -eh h:/a /y -huh h:/b");

        Assert.Equal(
            [("auto.data:a", 2), ("auto.data:a", 14), ("auto.data:b", 13), ("auto.data:b", 25)],
            findings.Select(f => (f.Subject, f.Excerpt!.Column)));
        Assert.Equal(4, findings.Select(f => f.Identity).Distinct().Count());
        Assert.Equal("Write: a -hard,vers=4,sfot h:/a", findings[0].WhatToDo);
    }

    /// <summary>What is wrong in the master map is reported there, not again for each entry of the map.</summary>
    [Theory]
    [InlineData("--timeout=5m", "map/timeout-unit", "Write: /data auto.data --timeout=300")]
    [InlineData("context=a/hm", "map/cut-option", null)]
    [InlineData("timeout=60", "map/silent-timeout", "Write: /data auto.data --timeout=60")]
    [InlineData("hrad", "map/unknown-option", "Write: /data auto.data hard")]
    [InlineData("-fstype=nfs4,hrad", "map/unknown-option", "Write: /data auto.data -fstype=nfs4,hard")]
    [InlineData("intr", "map/obsolete-option", null)]
    [InlineData("rsize=x", "map/bad-option-value", null)]
    public void AFaultOfTheMasterMapIsReportedOnceWhereItIs(string options, string code, string? remedy)
    {
        var entries = string.Join('\n', Enumerable.Range(0, 7).Select(i => $"k{i} -vers=4.2,rsize={4096 + i} h:/a"));

        var finding = Assert.Single(Maps.Lint($"auto.master\n/data auto.data {options}\n\nauto.data\n{entries}"));
        Assert.Equal((code, "auto.master:/data"), (finding.Kind.Code, finding.Subject));
        Assert.True(remedy is null || finding.WhatToDo == remedy, finding.WhatToDo);
    }

    /// <summary>An option of the master map that only an entry makes wrong has its place in the entry.</summary>
    [Fact]
    public void AnEntryMayMakeAnOptionOfTheMasterMapWrong()
    {
        const string Site = "auto.master\n/data auto.data proto=udp\n\nauto.data\nk -vers=4.2 h:/a";

        Assert.Equal(["map/nfs-over-udp", "map/bad-option-value"], Maps.Lint(Site).Select(f => f.Kind.Code));
    }

    [Theory]
    [InlineData("hrad", "hard")]
    [InlineData("wsiz=8", "wsize")]
    [InlineData("nosiud", "nosuid")]
    public void SwappedLettersAreOneError(string written, string meant)
    {
        var finding = Assert.Single(Maps.Lint($"auto.master\n/data auto.data\n\nauto.data\nk -vers=4,{written} h:/a"));
        Assert.EndsWith($"; was {meant} meant?", finding.Message);
    }

    [Theory]
    [InlineData("nfs1 /exports/tools", "Write: k nfs1:/exports/tools")]
    [InlineData("-ro nfs1 /exports/tools", "Write: k -ro nfs1:/exports/tools")]
    [InlineData("-ro,password=x nfs1 /exports/tools", null)]
    [InlineData("/a nfs1:/a /b", null)]
    public void TheRemedyIsTheLineAsItShouldBeWhereThatIsKnown(string entry, string? remedy)
    {
        var finding = Maps.Lint($"auto.master\n/data auto.data\n\nauto.data\nk {entry}").First(f => f.Kind.Code == "map/bad-entry");
        Assert.Equal(remedy, finding.Remedy);
    }

    [Fact]
    public void WhatIsSilencedIsCountedAndTakesNoPlaceInTheList()
    {
        var entries = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"k{i} nfs1:x"));
        var maps = Maps.Of($"auto.master\n/data auto.data\n\nauto.data\n{entries}");

        var linted = MapLinter.Run(maps, new Silence([new SilenceRule("map/bad-entry", "auto.data", "k?")]));
        Assert.Equal(10, linted.Silenced["map/bad-entry"]);
        Assert.Equal("auto.data:k10", linted.Findings[0].Subject);
        Assert.EndsWith("(and 70 more like it)", linted.Findings[^1].Message);
        Assert.Empty(MapLinter.Run(maps, new Silence([new SilenceRule("map/bad-entry")])).Findings);
        Assert.Empty(MapLinter.Run(maps, new Silence([new SilenceRule("map/bad-entry", "auto.home")])).Silenced);
    }

    /// <summary>What most entries of a map do is one thing to say, and hides nothing else.</summary>
    [Theory]
    [InlineData("bg")]
    [InlineData("udp")]
    [InlineData("hard,soft")]
    [InlineData("intr")]
    public void AHabitIsToldOnce(string habit)
    {
        var entries = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"k{i} -vers=3,port=1,mountport=1,{habit} h:/x/k{i}"));
        var maps = Maps.Of($"auto.master\n/data auto.data\n\nauto.data\n{entries}\nlast -vers=4.2,timeout=5 h:/last");

        var findings = MapLinter.Run(maps, Silence.None).Findings;
        Assert.InRange(findings.Length, 2, 3);
        Assert.Contains(findings, f => f.Subject == "auto.data:last");
        Assert.Contains("more like it)", findings[^1].Message + findings[0].Message);
        Assert.Equal(41, MapLinter.Run(maps, Silence.None, int.MaxValue).Findings.Length);
    }

    [Fact]
    public void WhatFewEntriesDoIsListed()
    {
        var entries = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"k{i} -vers=4.2{(i % 4 == 0 ? ",bg" : "")} h:/x/k{i}"));

        Assert.Equal(10, Maps.Lint($"auto.master\n/data auto.data\n\nauto.data\n{entries}").Length);
    }

    /// <summary>Why rpcbind is needed, and what helps, depends on the options.</summary>
    [Theory]
    [InlineData("-rw", "because neither fstype=nfs4 nor vers= is given", "Give vers=4.2")]
    [InlineData("-v4.2", "is for mount.nfs only", "Write: k -vers=4.2 h:/x")]
    [InlineData("-vers=3", "NFSv3 needs rpcbind and mountd", "Keep both ports open")]
    public void TheReasonForRpcbindIsTheTrueOne(string options, string reason, string remedy)
    {
        var finding = Assert.Single(Maps.Lint($"auto.master\n/data auto.data\n\nauto.data\nk {options} h:/x"));
        Assert.Equal("map/needs-rpcbind", finding.Kind.Code);
        Assert.Contains(reason, finding.Message);
        Assert.StartsWith(remedy, finding.WhatToDo);
    }

    /// <summary>A key that -null hides is nothing to mount; keys of direct maps cannot be hidden.</summary>
    [Fact]
    public void NullHidesAKeyOfAnIndirectMap()
    {
        Assert.Empty(Maps.Lint("auto.master\n/net auto.x\n\nauto.x\n.hidden -null\n* -vers=4.2 h:/x/&"));
        Assert.Equal(
            ["map/bad-entry"], Maps.Lint("auto.master\n/- auto.x\n\nauto.x\n/x/.hidden -null").Select(f => f.Kind.Code));

        var resolved = Maps.Of("auto.master\n/net auto.x\n\nauto.x\n.hidden -null\n* -vers=4.2 h:/x/&").Resolve("/net/.hidden");
        Assert.Equal(ResolutionStep.KeyMissing, resolved.Step);
    }

    [Theory]
    [InlineData("-fstype=cifs,guest //files1/video", "was ://files1/video meant?")]
    [InlineData("-fstype=bind /srv/x", "was :/srv/x meant?")]
    [InlineData("nfs1 /exports/x", "was host:/exports/x meant?")]
    public void AHintKnowsTheType(string entry, string hint) =>
        Assert.Contains(hint, Maps.Lint($"auto.master\n/net auto.x\n\nauto.x\nk {entry}")[0].Message);

    [Fact]
    public void APasswordNeverLeavesTheMap()
    {
        foreach (var entry in new[] { "-fstype=cifs,password=hunter2 //srv/x", "-fstype=cifs,user=u,pass=hunter2 srv:/x",
            "-password=hunter2,vers=9 h:/x", "-password=hunter2", "-fstype=cifs cifs://joe:hunter2@srv/x", "smb://joe:hunter2@srv/x" })
        {
            var findings = Maps.Lint("auto.master\n/net auto.x\n\nauto.x\nk " + entry);
            Assert.NotEmpty(findings);
            Assert.DoesNotContain(findings, f => $"{f.Message} {f.Excerpt} {f.Subject}".Contains("hunter2", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AFindingSaysFileAndLine()
    {
        var map = new MapContent("/etc/auto.x", null,
            [new MapRecord("k", "h:x", null, 7), new MapRecord("l", "h:x", null, 2) { File = "/etc/auto.y" }]) { File = "/etc/auto.x" };
        var findings = Maps.Lint(KnownMaps.From(Maps.Map("auto.master\n/net /etc/auto.x") with { File = "/etc/auto.master" }, [map]))
            .Where(f => f.Kind.Code == "map/bad-entry");

        Assert.Equal([("/etc/auto.x", 7), ("/etc/auto.y", 2)], findings.Select(f => (f.Source!.File!, f.Source.Line!.Value)));
    }

    /// <summary>Nothing that a map can hold makes the linter throw.</summary>
    [Fact]
    public void HostileMapsAreLinted()
    {
        string[] words = ["", "/", "*", "&", "$", "${", "\"", "\\", "(", ")", ":", ":/", ",", "-", "=", "-fstype=", "-fstype=autofs",
            "-fstype=bind", "-fstype=cifs,password=", "auto.x", "h", "\0", "ü", " ", "%", "[", "+", "timeout=", "--timeout=5", "-t"];
        var random = new Random(7);
        string Text() => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => words[random.Next(words.Length)]));
        for (var i = 0; i < 2000; i++)
        {
            MapRecord Record() => new(Text(), Text(), Text(), random.Next(3));
            MapContent Map(string name) =>
                new(name, null,
                [.. Enumerable.Range(0, 5).Select(_ => Record())]) { Dropped = [new DroppedRecord(Record(), (DropReason)random.Next(12))] };
            var master = Map("auto.master") with { Entries = [new("/-", "auto.x"), new("/a", "auto.x " + Text()), .. Map("").Entries] };
            Assert.NotNull(Maps.Lint(KnownMaps.From(master, [Map("auto.x"), Map("auto.y")], RuleCases.CoreOs)).ToString());
        }
    }
}
