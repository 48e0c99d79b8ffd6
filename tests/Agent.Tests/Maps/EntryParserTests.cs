using System.Collections.Immutable;
using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>The rows of the table of typical errors, and what is right about entries that are right.</summary>
public class EntryParserTests
{
    private static EntryResult Parse(string value, string mapOptions = "", bool slashify = true) =>
        EntryParser.Parse("alice", value, new EntryContext { Options = mapOptions, SlashifyColons = slashify });

    private static string Show(MapLocation location) =>
        string.Join(',', location.Hosts.Select(h => h.Weight == 0 ? h.Name : $"{h.Name}({h.Weight})")) + "|" + location.Path;

    private static string Show(EntryMount mount) => $"{mount.Offset} [{mount.Options}] {string.Join(" ", mount.Locations.Select(Show))}";

    [Theory]
    [InlineData("nfs1 /exports/x", EntryFault.OffsetWithoutLocation)]
    [InlineData("/exports/x", EntryFault.OffsetWithoutLocation)]
    [InlineData("-rw /exports/x", EntryFault.OffsetWithoutLocation)]
    [InlineData("nfs:/x /sub", EntryFault.OffsetWithoutLocation)]
    [InlineData("/sub -rw", EntryFault.OffsetWithoutLocation)]
    [InlineData("nfs1:exports/x", EntryFault.MissingColon)]
    [InlineData("nfs1:", EntryFault.MissingColon)]
    [InlineData("nfs1", EntryFault.NoPath)]
    [InlineData("\\ ,", EntryFault.NoPath)]
    [InlineData("-rw,nfs1:/x", EntryFault.NoLocation)]
    [InlineData("-rw", EntryFault.NoLocation)]
    [InlineData("\"\"", EntryFault.NoLocation)]
    [InlineData("  ", EntryFault.NoLocation)]
    [InlineData("# note", EntryFault.NoLocation)]
    [InlineData("", EntryFault.Empty)]
    [InlineData("$NOTHING", EntryFault.Empty)]
    [InlineData("nfs1!:/x", EntryFault.InvalidHostCharacter)]
    [InlineData("host (3):/p", EntryFault.InvalidHostCharacter)]
    [InlineData("server /export1 host:/p", EntryFault.InvalidHostCharacter)]
    [InlineData(",nfs1:/x", EntryFault.MissingHost)]
    [InlineData("nfs1,:/x", EntryFault.MissingHost)]
    [InlineData("nfs1,,nfs2:/x", EntryFault.MissingHost)]
    [InlineData("nfs1(3:/x", EntryFault.BadWeight)]
    [InlineData("nfs1(3)x:/x", EntryFault.BadWeight)]
    [InlineData("[2001:db8::7](2):/x", EntryFault.AddressInList)]
    [InlineData("[2001:db8::7],nfs1:/x", EntryFault.AddressInList)]
    [InlineData("\"nfs1:/x", EntryFault.UnbalancedQuote)]
    [InlineData("nfs1:/x nfs2:exports", EntryFault.MissingColon)]
    [InlineData("nfs1:/x /../y nfs1:/y", EntryFault.BadOffset)]
    [InlineData("/a /b nfs1:/b", EntryFault.LocationIsPath)]
    [InlineData("/a -fstype=xfs \"/dev/sdb\"", EntryFault.LocationIsPath)]
    [InlineData("/ü nfs1:/a", EntryFault.BadOffset)]
    [InlineData("/a\u0001 nfs1:/a", EntryFault.BadOffset)]
    [InlineData("/a\" nfs1:/a", EntryFault.UnbalancedQuote)]
    [InlineData("-fstype=cifs", EntryFault.NoLocation)]
    public void AnEntryThatCannotBeMountedHasItsFault(string value, EntryFault fault)
    {
        var (entry, error) = Parse(value);

        Assert.Null(entry);
        Assert.Equal(fault, error!.Fault);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("nfs1:/exports/&", "/ [] nfs1|/exports/alice")]
    [InlineData("nfs1:/exports/x -rw", "/ [] nfs1|/exports/x -rw")]
    [InlineData("nfs1:/exports/x,rw", "/ [] nfs1|/exports/x,rw")]
    [InlineData("nfs1:/a b", "/ [] nfs1|/a b")]
    [InlineData("\"nfs1:/x -rw\"", "/ [] nfs1|/x -rw")]
    [InlineData("nfs1:/x/${FOO}/y", "/ [] nfs1|/x//y")]
    [InlineData("nfs1:/x/${FOO", "/ [] nfs1|/x/")]
    [InlineData("-rw -soft nfs1:/x", "/ [rw,soft] nfs1|/x")]
    [InlineData("-rw,sec=krb5 nfs1,nfs2(3):/exports/&", "/ [rw,sec=krb5] nfs1,nfs2(3)|/exports/alice")]
    [InlineData("nfs1(1):/a nfs2(5):/b", "/ [] nfs1(1)|/a nfs2(5)|/b")]
    [InlineData("nfs1(many):/a", "/ [] nfs1|/a")]
    [InlineData("[2001:db8::7]:/exports", "/ [] 2001:db8::7|/exports")]
    [InlineData("nfs1(2),[2001:db8::7]:/x", "/ [] nfs1(2),2001:db8::7|/x")]
    [InlineData("[fe80::1%eth0]:/exports", "/ [] fe80::1%eth0|/exports")]
    [InlineData("-rw host:/p  # note", "/ [rw] host|/p")]
    [InlineData("host:/p#1", "/ [] host|/p#1")]
    [InlineData("host:/a:b", "/ [] host|/a/b")]
    [InlineData(":/srv/data", "/ [] |/srv/data")]
    [InlineData("-fstype=bind :/srv/data", "/ [fstype=bind] |/srv/data")]
    [InlineData("-fstype=ext4 :/dev/sdb1", "/ [fstype=ext4] |/dev/sdb1")]
    [InlineData("-fstype=autofs file:/etc/auto.sub", "/ [fstype=autofs] |file:/etc/auto.sub")]
    [InlineData("-fstype=autofs,hosts", "/ [fstype=autofs,hosts] |")]
    [InlineData("-fstype=cifs,credentials=/etc/c ://srv/share", "/ [fstype=cifs,credentials=/etc/c] |//srv/share")]
    [InlineData("-fstype=tmpfs tmpfs", "/ [fstype=tmpfs] |tmpfs")]
    [InlineData("-fstype=fuse,port=22,rw :sshfs\\#user@example.com\\:/mnt", "/ [fstype=fuse,port=22,rw] |sshfs#user@example.com:/mnt")]
    [InlineData("nfs:/ /sub -ro nfs:/sub", "/ [] nfs|/; /sub [ro] nfs|/sub")]
    [InlineData("-rw /a nfs1:/a /b//c/ -soft nfs2:/c", "/a [rw] nfs1|/a; /b/c [rw,soft] nfs2|/c")]
    [InlineData("/a nfs1:/a /a nfs1:/b", "/a [] nfs1|/b")]
    [InlineData("/a -context=\"a b\" nfs1:/a", "/a [context=a] b,nfs1|/a")]
    [InlineData("/ -context=a\\\\\\ b nfs1:/a", "/ [context=a b] nfs1|/a")]
    [InlineData("\"/my docs\" nfs1:/a", "/my docs [] nfs1|/a")]
    [InlineData("/my\\ docs nfs1:/a", "/my docs [] nfs1|/a")]
    [InlineData("\"/ü\" nfs1:/a", "/ü [] nfs1|/a")]
    [InlineData("/a -fstype=xfs :/dev/sdb", "/a [fstype=xfs] |/dev/sdb")]
    [InlineData("nfs1:/a\0 nfs1!:/b", "/ [] nfs1|/a")]
    [InlineData("h:/a\\: b", "/ [] h|/a: b")]
    [InlineData("-fstype=autofs,hosts nfs1:/ignored", "/ [fstype=autofs,hosts] |")]
    public void AnEntryIsReadAsAutomountReadsIt(string value, string expected)
    {
        var (entry, error) = Parse(value);

        Assert.Null(error);
        Assert.Equal(expected, string.Join("; ", entry!.Mounts.Select(Show)));
    }

    [Theory]
    [InlineData("", "-rw h:/p", "rw")]
    [InlineData("ro", "-rw h:/p", "ro,rw")]
    [InlineData("rw", "-rw,soft h:/p", "rw,soft")]
    [InlineData("fstype=nfs4,rw", "h:/p", "fstype=nfs4,rw")]
    [InlineData("ro", "-soft -ro h:/p", "soft,ro")]
    public void OptionsOfTheEntryAreAppendedToThoseOfTheMap(string map, string value, string expected) =>
        Assert.Equal(expected, Parse(value, map).Entry!.Mounts[0].Options);

    [Theory]
    [InlineData("-rw h:/p", "rw")]
    [InlineData("h:/p", "ro")]
    public void WithoutAppendingOptionsOfTheEntryReplaceThoseOfTheMap(string value, string expected)
    {
        var context = new EntryContext { Options = "ro", AppendOptions = false };

        Assert.Equal(expected, EntryParser.Parse("alice", value, context).Entry!.Mounts[0].Options);
    }

    [Theory]
    [InlineData("-fstype=nfs h:/p", MountKind.Nfs)]
    [InlineData("-fstype=bind,fstype=nfs4 h:/p", MountKind.Nfs)]
    [InlineData("-fstype=autofs auto.sub", MountKind.Submount)]
    [InlineData("-fstype=bind :/p", MountKind.Bind)]
    [InlineData("-fstype=xfs :/dev/vdb", MountKind.Other)]
    public void TheLastFstypeDecidesTheKind(string value, MountKind kind) => Assert.Equal(kind, Parse(value).Entry!.Mounts[0].Kind);

    [Theory]
    [InlineData("-rw nfs1!:/x", 5)]
    [InlineData("nfs1:/x nfs2:exports", 9)]
    [InlineData("nfs1:/& nfs2:exports", 9)]
    [InlineData("-opt=& -a nfs2:& nfs3:&", 11)]
    public void TheColumnIsThatOfTheUnexpandedEntry(string value, int column) => Assert.Equal(column, Parse(value).Error!.Column);

    [Fact]
    public void MessagesQuoteWhatIsWrongWithControlCharactersEscaped()
    {
        var message = Parse("nfs\u001b[31m:/x").Error!.Message;

        Assert.Contains("\\x1B", message);
        Assert.DoesNotContain('\u001b', message);
    }

    [Fact]
    public void KeysAndEntriesBeyondAutomountsLimitsAreRefused()
    {
        Assert.Equal(EntryFault.KeyTooLong, EntryParser.Parse(new string('k', 256), "h:/p", EntryContext.Default).Error!.Fault);
        Assert.Null(EntryParser.Parse(new string('k', 255), "h:/p", EntryContext.Default).Error);
        Assert.Equal(EntryFault.TooLong, Parse("h:/" + new string('p', 16382)).Error!.Fault);
        Assert.Null(Parse("h:/" + new string('p', 16381)).Error);
        Assert.Equal(EntryFault.TooLong, Parse("h:/" + new string('&', 16000)).Error!.Fault);
        Assert.Equal(EntryFault.TooLong, Parse(string.Concat(Enumerable.Range(1000, 900).Select(i => $"-o{i} ")) + "h:/p").Error!.Fault);
    }

    [Fact]
    public void TheDeepestOffsetServesAPath()
    {
        var entry = Parse("/ n:/r /a n:/a /a/b n:/b").Entry!;

        Assert.Equal("/a/b", entry.At("/a/b/c")!.Offset);
        Assert.Equal("/a", entry.At("/a/bc")!.Offset);
        Assert.Equal("/", entry.At("/ab")!.Offset);
    }
}
