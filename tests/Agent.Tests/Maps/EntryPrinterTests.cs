using Automount.Maps;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Maps;

/// <summary>What is printed parses to the same, and is printed the same again.</summary>
public class EntryPrinterTests
{
    private static readonly Gen<string> Entries = Gen.Elements(
        "/", " ", " ", "&", "$", ",", "-", "=", "ü", "nfs1:/x ", "h:/a", "/o ", "\"/o p\" ", "-rw ", "-fstype=", "autofs ",
        "bind ", "stub ", "hosts", "nfs4 ", "a", "b c", "\\ ", "[fe80::1]:/y ", "h(3):/z ", "h,g(2):/w ", ":/dev/x", "..",
        "\"", "\\", ":", "#", "\\\\", "\\#", "\\:", "\\\"").ListOf().Select(parts => string.Concat(parts));

    [Theory]
    [InlineData("-rw,sec=krb5p  nfs1:/exports/&", "-rw,sec=krb5p nfs1:/exports/alice")]
    [InlineData("-rw -soft nfs1,nfs2(3):/a nfs3:/b # note", "-rw,soft nfs1,nfs2(3):/a nfs3:/b")]
    [InlineData("nfs1:\"/my docs\"", "nfs1:/my\\ docs")]
    [InlineData("[2001:db8::7]:/x", "[2001:db8::7]:/x")]
    [InlineData("-fstype=bind /srv", null)]
    [InlineData("-fstype=bind :/srv", "-fstype=bind :/srv")]
    [InlineData("-rw / nfs1:/r /a/ -ro nfs1:/a", "/ -rw nfs1:/r /a -rw,ro nfs1:/a")]
    [InlineData("\"/my docs\" nfs1:/a", "\"/my docs\" nfs1:/a")]
    [InlineData("-fstype=autofs,hosts", "-fstype=autofs,hosts")]
    public void AnEntryHasOneForm(string value, string? expected) =>
        Assert.Equal(expected, EntryParser.Parse("alice", value, EntryContext.Default).Entry is { } entry ? EntryPrinter.Print(entry)
            : null);

    [Fact]
    public void PrintedEntriesParseToTheSame() => Prop.ForAll(Arb.From(Entries), value =>
    {
        if (EntryParser.Parse("key", value, EntryContext.Default).Entry is not { } entry)
        {
            return;
        }

        var printed = EntryPrinter.Print(entry);
        var (again, error) = EntryParser.Parse("key", printed, EntryContext.Default);
        Assert.True(again is not null, $"[{value}] [{printed}] {error}");
        Assert.Equal(Show(entry), Show(again));
        Assert.Equal(printed, EntryPrinter.Print(again));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithReplay(1, 1));

    private static IEnumerable<string> Show(MapEntry entry) => entry.Mounts
        .Select(m => $"{m.Offset} {m.Options} {m.Kind} {m.Type} {string.Join('|', m.Locations.Select(l => $"{string.Join(',',
            l.Hosts)}!{l.Path}"))}");
}
