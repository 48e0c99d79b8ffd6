using System;
using Automount.Maps;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Maps;

/// <summary>An entry of a master map that is written in one canonical form parses to the same, and is written the same again: what was understood is all that was said.</summary>
public class MasterEntryPrinterTests
{
    private static readonly Gen<string> Maps = Gen.Elements(
        "auto.home", "/etc/auto.home", "file:/etc/auto.x", "file auto.x", "file,sun:auto.x", "file,amd:/etc/amd.x", "sss:auto.home", "ldap:auto.home", "ldaps:auto\\ home", "ou=auto.home,dc=example",
        "ldap:server:ou=auto.home,dc=example", "program:/etc/auto.net", "exec,sun:/etc/auto.net", "nis:auto.x", "-hosts", "-null", "auto\\ my\\ home", "auto\\:x", "\\file", "auto\\-hosts", "auto.nis");

    private static readonly Gen<string> Options = Gen.Elements(
        " -fstype=nfs4,rw", " rw", ",soft", " --timeout=60", " -t 5", " --timeout 0", " -n 7", " browse", " -nobrowse", " strictexpire", " symlink", " nobind", " -private", " shared",
        " --no-slashify-colons", " -DSITE=a", " -D ROOM=b.c", " sec=krb5:krb5i", " -rw", " timeo=\"60\"", " timeout=5", " --mode=0700", " -v").ListOf().Select(words => string.Concat(words));

    private static readonly Gen<string> Values = Gen.OneOf(
        Maps.SelectMany(map => Options.Select(options => map + options)),
        Maps.SelectMany(a => Options.SelectMany(o => Maps.SelectMany(b => Options.Select(p => $"multi {a}{o} -- {b}{p}")))));

    [Theory]
    [InlineData("/home", "auto.home -fstype=nfs4,rw --timeout 60", "/home auto.home fstype=nfs4,rw --timeout=60")]
    [InlineData("/my\\ home/", "ou=auto.home,dc=example", "/my\\ home ldap:auto.home")]
    [InlineData("/-", "file auto.x -nobrowse -D A=b", "/- file:/etc/auto.x -DA=b nobrowse")]
    [InlineData("/m", "multi auto.a rw -- sss:auto.b ro -t 5", "/m multi auto.a rw -- sss:auto.b ro --timeout=5")]
    [InlineData("/net", "-hosts", "/net -hosts")]
    public void AnEntryHasOneForm(string key, string value, string expected)
    {
        var (point, rest) = Print(MasterEntryParser.Parse(new MapRecord(key, value)).Entry!);

        Assert.Equal(expected, $"{point} {rest.Replace("\\", "")}");
    }

    [Fact]
    public void PrintedEntriesParseToTheSame() => Prop.ForAll(Arb.From(Values), Arb.From(Gen.Elements("/home", "/-", "/a//b/", "/my\\ home", "/a\\\\b")), (value, key) =>
    {
        if (MasterEntryParser.Parse(new MapRecord(key, value)).Entry is not { } entry)
        {
            return;
        }

        var (point, printed) = Print(entry);
        var again = MasterEntryParser.Parse(new MapRecord(point, printed));
        Assert.True(again.Entry is not null, $"[{value}] [{printed}] {again.Error?.Message}");
        Assert.Equal(Show(entry), Show(again.Entry));
        Assert.Equal((point, printed), Print(again.Entry));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(1, 1));

    [Fact]
    public void MostOfTheEntriesThatAreTriedAreEntries() =>
        Assert.InRange(Values.Sample(1000).Count(value => MasterEntryParser.Parse(new MapRecord("/home", value)).Entry is not null), 300, 1000);

    private static (string Point, string Value) Print(MasterEntry entry)
    {
        var maps = entry.Maps.ToList();
        var words = maps.Select((map, i) => Map(map) + Own(map.Options) + (i == maps.Count - 1 ? Common(map.Options) : ""));
        return (Escape(entry.MountPoint, " \t\"\\"), (maps.Count > 1 ? "multi " : "") + string.Join(" -- ", words));
    }

    private static string Map(MasterEntry map)
    {
        var type = map.Type + (map.Format == "sun" || map.Type == "hesiod" ? "" : "," + map.Format);
        return map.Kind is MasterEntryKind.Hosts or MasterEntryKind.Null ? $"-{map.Type}" : $"{type}{(type.Length > 0 ? ":" : "")}\\{string.Join('\\', map.Map.ToCharArray())}";
    }

    private static string Own(MasterOptions o) =>
        (o.Mount.Length > 0 ? " " + o.Mount : "") + string.Concat(o.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $" -D{v.Key}={v.Value}")) + (o.SlashifyColons ? "" : " --no-slashify-colons");

    private static string Common(MasterOptions o) => string.Concat(
        o.Timeout is { } timeout ? $" --timeout={timeout.TotalSeconds:0}" : "",
        o.NegativeTimeout is { } negative ? $" --negative-timeout={negative.TotalSeconds:0}" : "",
        o.Browse switch { true => " browse", false => " nobrowse", _ => "" },
        (o.StrictExpire ? " strictexpire" : "") + (o.NoBind ? " nobind" : "") + (o.Symlink ? " symlink" : "") + (o.Propagation is { } propagation ? " " + propagation : ""));

    private static string Escape(string text, string special) => string.Concat(text.Select(c => special.Contains(c) ? $"\\{c}" : $"{c}"));

    private static string Show(MasterEntry entry) => string.Join(" | ", entry.Maps.Select(m => $"{m.MountPoint} {m.Kind} {m.Source} {m.Type} {m.Format} {m.Map}{Own(m.Options)}{Common(m.Options)}"));
}
