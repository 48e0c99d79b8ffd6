using Automount.Maps;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Maps;

/// <summary>
/// An entry of a master map that is written in one canonical form parses to the same, and is written the same again: what was
/// understood is all that was said.
/// </summary>
public class MasterEntryPrinterTests
{
    private static readonly Gen<string> Maps = Gen.Elements(
        "auto.home", "/etc/auto.home", "file:/etc/auto.x", "file auto.x", "file,sun:auto.x", "file,amd:/etc/amd.x", "sss:auto.home",
            "ldap:auto.home", "ldaps:auto\\ home", "ou=auto.home,dc=example",
        "ldap:server:ou=auto.home,dc=example", "program:/etc/auto.net", "exec,sun:/etc/auto.net", "nis:auto.x", "-hosts", "-null",
            "auto\\ my\\ home", "auto\\:x", "\\file", "auto\\-hosts", "auto.nis");

    private static readonly Gen<string> Options = Gen.Elements(
        " -fstype=nfs4,rw", " rw", ",soft", " --timeout=60", " -t 5", " --timeout 0", " -n 7", " browse", " -nobrowse", " strictexpire",
            " symlink", " nobind", " -private", " shared",
        " --no-slashify-colons", " -DSITE=a", " -D ROOM=b.c", " sec=krb5:krb5i", " -rw", " timeo=\"60\"", " timeout=5", " --mode=0700",
            " -v").ListOf().Select(words => string.Concat(words));

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
    public void PrintedEntriesParseToTheSame() =>
        Prop.ForAll(Arb.From(Values), Arb.From(Gen.Elements("/home", "/-", "/a//b/", "/my\\ home", "/a\\\\b")), (value, key) =>
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
        Assert.InRange(Values.Sample(1000).Count(value => MasterEntryParser.Parse(new MapRecord("/home", value)).Entry is not null), 300,
            1000);

    private static (string Point, string Value) Print(MasterEntry entry)
    {
        // What holds for all maps is written after the last one.
        var words = entry.Maps.Select(map => Map(map) + Own(map.Options)).ToList();
        words[^1] += Common(entry.Options);
        var multi = words.Count > 1 ? "multi " : "";
        return (Escape(entry.MountPoint, " \t\"\\"), multi + string.Join(" -- ", words));
    }

    private static string Map(MasterEntry map)
    {
        if (map.Kind is MasterEntryKind.Hosts or MasterEntryKind.Null)
        {
            return $"-{map.Type}";
        }

        var format = map.Format == "sun" || map.Type == "hesiod" ? "" : "," + map.Format;
        var type = map.Type + format;
        var colon = type.Length > 0 ? ":" : "";
        return $"{type}{colon}\\{string.Join('\\', map.Map.ToCharArray())}";
    }

    private static string Own(MasterOptions o)
    {
        var mount = o.Mount.Length > 0 ? " " + o.Mount : "";
        var variables = o.Variables.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $" -D{v.Key}={v.Value}");
        return mount + string.Concat(variables) + Word(" --no-slashify-colons", !o.SlashifyColons);
    }

    private static string Common(MasterOptions o) => string.Concat(
    [
        Seconds("timeout", o.Timeout),
        Seconds("negative-timeout", o.NegativeTimeout),
        Word(" browse", o.Browse == true),
        Word(" nobrowse", o.Browse == false),
        Word(" strictexpire", o.StrictExpire),
        Word(" nobind", o.NoBind),
        Word(" symlink", o.Symlink),
        o.Propagation is { } propagation ? " " + propagation : "",
    ]);

    private static string Seconds(string name, TimeSpan? time) => time is { } given ? $" --{name}={given.TotalSeconds:0}" : "";

    private static string Word(string word, bool isSet) => isSet ? word : "";

    private static string Escape(string text, string special) => string.Concat(text.Select(c => special.Contains(c) ? $"\\{c}" : $"{c}"));

    private static string Show(MasterEntry entry) => string.Join(" | ", entry.Maps.Select(ShowMap));

    private static string ShowMap(MasterEntry m) =>
        $"{m.MountPoint} {m.Kind} {m.Source} {m.Type} {m.Format} {m.Map}{Own(m.Options)}{Common(m.Options)}";
}
