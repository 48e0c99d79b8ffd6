using System.Collections.Immutable;
using System.Text;
using Automount.Findings;
using Automount.Lint;
using Automount.Maps;
using Automount.Maps.Ldif;
using Automount.Maps.Sources;
using AutomountAgent.Validate.Given;
using Xunit;

namespace AgentTests.Lint.Cost;

/// <summary>One way in which a site can grow.</summary>
/// <param name="Name">What there is more and more of.</param>
/// <param name="Size">How many there are at first: such that twice as many twice over are about a megabyte.</param>
/// <param name="Work">Makes a site with so many of them, and returns the reading and judging of it.</param>
internal sealed record Dimension(string Name, int Size, Func<int, Action> Work)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>The ways in which a stranger can make a site larger.</summary>
internal static class Dimensions
{
    private const string Base = "ou=automount,dc=example,dc=com";

    /// <summary>Longest value that a rule takes apart; longer ones are refused as a whole.</summary>
    private const int MaxValue = EntryParser.MaxValueBytes;

    public static IReadOnlyList<Dimension> All { get; } =
    [
        .. Master(), .. References(), .. Keys(), .. Values(), .. Long(), .. Reading(), .. Files(),
    ];

    private static IEnumerable<Dimension> Master()
    {
        yield return Of("roots", 4_000, n => Site(Many(n, i => ($"/root{i}", $"auto.{i}"))));
        yield return Of("roots below each other", 2_000, n => Site(Many(n, i => (Repeat("/a", i % 90) + $"/{i}", "auto.data"))));
        yield return Of("roots with one path", 4_000, n => Site(Many(n, i => ("/data", $"auto.{i}"))));
        yield return Of("slashes of a key", 100_000, n => Site([(Repeat("/", n), "auto.data"), (Repeat("/a", n / 2), "auto.data")]));
        yield return Of("slashes of keys", 30_000, n => Site(Many(4, i => (Repeat("/a", n) + i, "auto.data"))));
        yield return Of("backslashes of a key", 100_000,
            n => Site([(Repeat("/\\a", n), "auto.data"), ("/b" + Repeat("\\", n), "auto.data")]));
        yield return Of("options of the master map", 20_000, n => Site([("/data", "auto.data " + Options(n))]));
        yield return Of("unknown options of the master map", 10_000, n => Site([("/data", "auto.data -fstype=nfs4," + Unknown(n))]));
        yield return Of("options of the master map and keys", 150, n => Site(
            [("/data", "auto.data " + Options(n))], ("auto.data", Many(40 * n, i => ($"k{i}", "-ro nfs1:/a")))));
        yield return Of("keys with options behind those of the master map", 1_000, // Together they have 4095 characters at most.
            n => Site([("/data", "auto.data " + Options(300))], ("auto.data", Many(n, i => ($"k{i}", $"-rsize={4096 + i} nfs1:/a")))));
        yield return Of("timeouts", 20_000, n => Site([("/data", "auto.data " + Repeat("--timeout=5m ", n))]));
        yield return Of("definitions", 10_000, n => Site([("/data", "auto.data " + Repeated(n, i => $"-DV{i}=x "))]));
        yield return Of("definitions of several roots", 1_000,
            n => Site(Many(10, i => ($"/r{i}", "auto.data " + Repeated(n, j => $"-DV{j}=x ")))));
        yield return Of("maps of a multi entry", 4_000, n => Site([("/data", "multi auto.a" + Repeated(n, i => $" -- auto.{i}"))]));
        yield return Of("maps and options of a multi entry", 2_000,
            n => Site([("/data", "multi auto.a" + Repeated(n, i => $" -ro,hard -- auto.{i}"))]));
        yield return Of("RDNs of a map name", 30_000, n => Site([("/data", "ldap://srv/ou=auto.data" + Repeat(",dc=a", n))]));
        yield return Of("letters of a map name", 200_000,
            n => Site([("/data", Repeat("a", n)), ("/d", Repeat("-a", n / 2)), ("/e", Repeat("a.1", n / 3))]));
        yield return Of("bad entries of the master map", 4_000, n => Site(Many(n, i => ($"root{i}", "auto.data"))));
        yield return Of("dashes", 200_000,
            n => Site([("/data", "auto.data " + Repeat("-", n)), ("/e", "auto.data " + Repeat("- ", n / 2))]));
        yield return Of("commas", 200_000, n => Site([("/data", "auto.data ro" + Repeat(", ", n / 2))]));
        yield return Of("blanks", 200_000, n => Site([("/data", "auto.data" + Repeat(" ", n) + "-t" + Repeat(" ", n))]));
        yield return Of("numbers", 50_000, n => Site([("/data", "auto.data " + Repeat("-t  ", n))]));
    }

    private static IEnumerable<Dimension> References()
    {
        yield return Of("maps", 4_000, n => Site(
            Many(n, i => ($"/root{i}", $"auto.{i}")),
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", "nfs1:/a"))))]));
        yield return Of("maps that nothing uses", 4_000, n => Site(
            [("/data", "auto.data")], [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", "nfs1:/a"))))]));
        yield return Of("entries of another format and maps that nothing uses", 3_000, n => Site(
            Many(n, i => ($"/root{i}", $"file,amd:/etc/amd.{i}")),
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", "nfs1:/a"))))]));
        yield return Of("text of an entry of another format and maps that nothing uses", 4_000, n => Site(
            [("/data", "file,amd:/etc/amd.data " + Unknown(n))],
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", "nfs1:/a"))))]));
        yield return Of("submounts", 4_000, n => Site(
            [("/data", "auto.data")], ("auto.data", Many(n, i => ($"k{i}", $"-fstype=autofs auto.{i}")))));
        yield return Of("submounts and their maps", 3_000, n => Site(
            [("/data", "auto.data")],
            [
                ("auto.data", Many(n, i => ($"k{i}", $"-fstype=autofs auto.{i}"))),
                .. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", "nfs1:/a")))),
            ]));
        yield return Of("a chain of submounts", 2_000, n => Site(
            [("/data", "auto.0")],
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", $"-fstype=autofs auto.{i + 1}"))))]));
        yield return Of("a chain of submounts that add options", 2_000, n => Site(
            [("/data", "auto.0")],
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", $"-fstype=autofs,o{i} auto.{i + 1}"))))]));
        yield return Of("maps that nothing uses in a chain", 2_000, n => Site(
            [("/data", "auto.data")],
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{n - i}", Many(1, _ => ("k", $"-fstype=autofs auto.{n - i - 1}"))))]));
        yield return Of("a loop of submounts", 2_000, n => Site(
            [("/data", "auto.0")],
            [.. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", $"-fstype=autofs auto.{(i + 1) % n}"))))]));
        yield return Of("submounts of one map from many", 2_000, n => Site(
            Many(n, i => ($"/root{i}", $"auto.{i}")),
            [
                ("auto.sub", Many(50, i => ($"k{i}", "nfs1:/a"))),
                .. Enumerable.Range(0, n).Select(i => ($"auto.{i}", Many(1, _ => ("k", $"-fstype=autofs,rsize={i} auto.sub")))),
            ]));
        yield return Of("roots with options of their own that share a map", 100, n => Site(
            Many(n, i => ($"/root{i}", $"auto.data -rsize={4096 + i}")), ("auto.data", Many(100, i => ($"k{i}", "nfs1:/a")))));
        yield return Of("amd mounts and roots", 2_000, n => () =>
        {
            var node = NodeFacts.None with { AmdMounts = [.. Enumerable.Range(0, n).Select(i => new AmdMount($"/amd{i}", "m", "f", i))] };
            Judge(KnownMaps.From(Map("auto.master", Many(n, i => ($"/root{i}", "auto.data"))), [], node));
        });
        yield return Of("programs and roots", 2_000, n => Found(Inputs(
            Many(n, i => ($"/root{i}", $"/etc/auto.{i}")), []) with
        {
            Local = LocalMaps.None with { Programs = [.. Enumerable.Range(0, n).Select(i => $"/usr/p{i}")] },
        }));
        yield return Of("maps that are looked up", 3_000, n => Found(Inputs(
            Many(n, i => ($"/root{i}", $"auto.{i}")), [.. Enumerable.Range(0, n).Select(i => Map($"auto.{i}", [("k", "nfs1:/a")]))])));
        yield return Of("includes", 3_000, n => Found(new MapInputs([], true, new LocalMaps(
            [
                File("/etc/auto.master", [("/data", "/etc/auto.data")]),
                File("/etc/auto.data", Many(n, i => ($"+/etc/auto.{i}", ""))),
                .. Enumerable.Range(0, n).Select(i => File($"/etc/auto.{i}", [($"k{i}", "nfs1:/a")])),
            ], [], []), "/etc/auto.master", ["files"])));
        yield return Of("included master maps", 3_000, n => Found(new MapInputs([], true, new LocalMaps(
            [
                File("/etc/auto.master", [("+dir:/etc/auto.master.d", "")]),
                .. Enumerable.Range(0, n).Select(i => File($"/etc/auto.master.d/{i}.autofs", [($"/k{i}", "/etc/auto.data")])),
            ], [], []), "/etc/auto.master", ["files"])));
        yield return Of("sources", 2_000,
            n => Found(Inputs([("/data", "auto.data")], [Map("auto.data", Many(50, i => ($"k{i}", "nfs1:/a")))]) with
        {
            Sources = [.. Enumerable.Repeat<NssSource>("sss", n)],
        }));
    }

    private static IEnumerable<Dimension> Keys()
    {
        yield return Of("keys", 5_000, n => Indirect(Many(n, i => ($"k{i}", "-fstype=nfs4,ro nfs1:/a"))));
        yield return Of("faulty keys", 5_000, n => Indirect(Many(n, i => ($"k/{i}", "-hrad nfs1 /a"))));
        yield return Of("equal keys", 5_000, n => Indirect(Many(n, i => ("k", "nfs1:/a"))));
        yield return Of("keys that differ by case", 5_000,
            n => Indirect(Many(n, i => (i % 2 == 0 ? $"K{i / 2}" : $"k{i / 2}", "nfs1:/a"))));
        yield return Of("wildcards", 5_000, n => Indirect(Many(n, i => ("*", "nfs1:/a/&"))));
        yield return Of("keys beside a wildcard", 5_000,
            n => Indirect([("*", "nfs1:/exports/&"), .. Many(n, i => ($"k{i}", $"nfs1:/export/k{i}"))]));
        yield return Of("ampersands of a wildcard", 2_000,
            n => Indirect([("*", Repeat("&", n) + ":/a"), .. Many(50, i => ($"k{i}", "nfs1:/a"))]));
        yield return Of("direct keys", 4_000, n => Direct(Many(n, i => ($"/a/k{i}", "nfs1:/a"))));
        yield return Of("direct keys below each other", 4_000, n => Direct(Many(n, i => (Repeat("/a", i % 120) + $"/{i}", "nfs1:/a"))));
        yield return Of("long keys", 50_000, n => Indirect(Many(4, i => (Repeat("k", n) + i, "nfs1:/a"))));
        yield return Of("long direct keys", 50_000, n => Direct(Many(4, i => (Repeat("/k", n) + i, "nfs1:/a"))));
        yield return Of("options that differ from key to key", 5_000,
            n => Indirect(Many(n, i => ($"k{i}", $"-rsize={4096 + i},ro nfs1:/a"))));
        yield return Of("servers", 5_000, n => Indirect(Many(n, i => ($"k{i}", $"nfs{i}:/a"))));
        yield return Of("dropped entries", 5_000, n =>
        {
            var dropped = Enumerable.Range(0, n).Select(i => new DroppedRecord(new MapRecord($"k{i}", "v"), DropReason.SeveralKeys));
            var map = Map("auto.data", []) with { Dropped = [.. dropped] };
            return () => Judge(KnownMaps.From(Map("auto.master", [("/data", "auto.data")]), [map]));
        });
    }

    /// <summary>What grows within one value that automount takes: some of them, since each is short.</summary>
    private static IEnumerable<Dimension> Values()
    {
        yield return Value("options", 340, (n, i) => $"-{Options(n)} nfs1:/a{i}");
        yield return Value("unknown options", 200, (n, i) => $"-{Unknown(n)},x{i} nfs1:/a");
        yield return Value("password options", 250, (n, i) => $"-{Repeated(n, j => $"password=p{j},")}o{i} nfs1:/a");
        yield return Value("equal password options", 220, (n, i) => $"-{Repeat("password=hunter2,", n)}o{i} nfs1:/a");
        yield return Value("words of options", 400, (n, i) => $"{Repeated(n, j => $"-o{j} ")}-x{i} nfs1:/a");
        yield return Value("offsets", 200, (n, i) => Repeated(n, j => $" /o{j} nfs1:/a").TrimStart());
        yield return Value("offsets with options", 150, (n, i) => Repeated(n, j => $" /o{j} -o{j} nfs1:/a").TrimStart());
        yield return Value("equal offsets", 200, (n, i) => Repeat("/o nfs1:/a ", n) + $"/o nfs{i}:/b");
        yield return Value("options and offsets", 40,
            (n, i) => $"-{Unknown(n)} {Repeated(2 * n, j => $" /o{j} -o{j} nfs1:/a")}".TrimStart());
        yield return Value("slashes of an offset", 1_500, (n, i) => $"{Repeat("/a", n)} nfs{i}:/a");
        yield return Value("locations", 250, (n, i) => $"-ro{Repeated(n, j => $" nfs{j}:/a{i}")}");
        yield return Value("locations that may be written", 250, (n, i) => $"-rw{Repeated(n, j => $" nfs{j}:/a{i}")}");
        yield return Value("hosts of a location", 400, (n, i) => Repeated(n, j => $"nfs{j},") + $"nfs:/a{i}");
        yield return Value("weights", 300, (n, i) => Repeated(n, j => $"nfs{j}({j}),") + $"nfs:/a{i}");
        yield return Value("open parentheses", 3_000, (n, i) => Repeat("(", n) + $"nfs:/a{i}");
        yield return Value("addresses", 250, (n, i) => $"-sec=krb5{Repeated(n, j => $" 10.0.0.1:/a{j}")}");
        yield return Value("variables", 500, (n, i) => $"nfs{i}:/{Repeated(n, j => $"$V{j}")}");
        yield return Value("variables in braces", 500, (n, i) => $"nfs{i}:/{Repeated(n, j => $"${{V{j}}}")}");
        yield return Value("open braces", 1_500, (n, i) => $"nfs{i}:/{Repeat("${", n)}");
        yield return Value("double quotes", 3_000, (n, i) => $"nfs{i}:/{Repeat("\"", n)}");
        yield return Value("backslashes", 3_000, (n, i) => $"nfs{i}:/{Repeat("\\", n)}");
        yield return Value("colons", 3_000, (n, i) => $"nfs{i}:/{Repeat(":", n)}");
        yield return Value("colons with slashes", 1_500, (n, i) => $"nfs{i}{Repeat(":/", n)}");
        yield return Value("blanks and colons", 1_000, (n, i) => $"nfs{i}:/a{Repeat(" a:/", n)}");
        yield return Value("commas of a host list", 3_000, (n, i) => $"nfs{i}{Repeat(",", n)}:/a");
        yield return Value("commas of a path", 3_000, (n, i) => $"nfs{i}:/a{Repeat(",", n)}");
        yield return Value("blanks", 3_000, (n, i) => $"nfs{i}:/a{Repeat(" ", n)}b");
        yield return Value("dashes", 1_500, (n, i) => $"nfs{i}:/a{Repeat(" -", n)}");
        yield return Value("words without a colon", 1_500, (n, i) => $"nfs{i}{Repeat(" a", n)}");
        yield return Value("ampersands", 60, (n, i) => $"nfs{i}:/{Repeat("&", n)}");
        yield return Value("flavours", 800, (n, i) => $"-sec={Repeat("sys:", n)}k{i} nfs1:/a");
        yield return Value("equals signs", 3_000, (n, i) => $"-o{i}{Repeat("=", n)} nfs1:/a");
        yield return Value("binds", 250, (n, i) => $"-fstype=bind,{Repeat("hard,", n)}o{i} :/a");
        yield return Value("submounts", 100, (n, i) => Repeated(n, j => $" /o{j} -fstype=autofs auto.{i}.{j}").TrimStart());
    }

    /// <summary>Values that are too long for automount, as long as the directory takes them.</summary>
    private static IEnumerable<Dimension> Long()
    {
        yield return Of("password options of a long value", 20_000,
            n => Indirect([("k", $"-{Repeated(n, j => $"password=p{j},")} nfs1:/a")]));
        yield return Of("equal password options of a long value", 20_000,
            n => Indirect([("k", $"-{Repeat("password=hunter2,", n)} nfs1:/a")]));
        yield return Of("password options of the master map", 20_000,
            n => Site([("/data", $"auto.data {Repeated(n, j => $"password=p{j},")}ro timeout=60")]));
        yield return Of("options of a long value", 40_000, n => Indirect([("k", $"-{Options(n)} nfs1:/a")]));
        yield return Of("variables of a long value", 40_000, n => Indirect([("k", $"nfs1:/{Repeated(n, j => $"$V{j}")}")]));
        yield return Of("open braces of a long value", 100_000, n => Indirect([("k", $"nfs1:/{Repeat("${", n)}")]));
        yield return Of("quotes of a long value", 100_000, n => Indirect([("k", $"nfs1:/{Repeat("\"\\", n)}")]));
        yield return Of("a submount of a long name", 8_000, n => Indirect([("k", $"-fstype=autofs {Repeat("a", n)}")], 16));
    }

    private static IEnumerable<Dimension> Reading()
    {
        yield return Ldif("entries", 2_000, n => Repeated(n, i => LdifEntry($"k{i}", "auto.data", "nfs1:/a")));
        yield return Ldif("maps", 2_000, n => Repeated(n, i => LdifMap($"auto.{i}") + LdifEntry($"k{i}", $"auto.{i}", "nfs1:/a")));
        yield return Ldif("folders without a map", 2_000, n => Repeated(n, i => LdifEntry($"k{i}", $"auto.x{i}", "nfs1:/a")));
        yield return Ldif("RDNs", 50_000, n => LdifEntry("k", "auto.data" + Repeat(",ou=a", n), "nfs1:/a"));
        yield return Ldif("RDNs of many entries", 1_000,
            n => Repeated(16, i => LdifEntry($"k{i}", $"auto.{i}{Repeat(",ou=a", n)}", "nfs1:/a")));
        yield return Ldif("maps below each other", 300, n => Repeated(n, i =>
            $"dn: {string.Concat(Enumerable.Range(0, i % 30).Select(j => $"automountMapName=m{j},"))}automountMapName=x{i},{Base}\n" +
            $"objectClass: automountMap\nautomountMapName: x{i}\n\n"));
        yield return Ldif("attributes", 20_000, n => $"dn: cn=x,{Base}\nobjectClass: automount\n{Repeat("cn: x\n", n)}\n");
        yield return Ldif("folded lines", 40_000, n => $"dn: cn=x,{Base}\nobjectClass: automount\ncn: x\n{Repeat(" ab\n", n)}\n");
        yield return Ldif("records that are cut", 20_000, n => Repeat($"dn: cn=x\n", n));
        yield return Ldif("comments", 40_000, n => Repeat("# x\n", n));
        yield return Of("lines of a map file", 8_000, n => Text(Repeated(n, i => $"k{i} nfs1:/a\n")));
        yield return Of("continued lines of a map file", 20_000, n => Text($"k -ro{Repeat(",rw\\\n", n)} nfs1:/a\n"));
        yield return Of("bad lines of a map file", 20_000, n => Text(Repeat("\\x\n  y\n", n)));
        yield return Of("a long line of a map file", 200_000, n => Text($"k {Repeat("\\\"a ", n / 4)}\n"));
        yield return Of("allowed entries of a map file", 8_000,
            n => Text(Repeated(n, i => $"# automount-agent: allow map/x\nk{i} nfs1:/a\n")));
        yield return Of("allowed codes of a map file", 8_000,
            n => Text(Repeated(n, i => $"# automount-agent: allow map/x{i}\n") + "\n" + Repeated(n, i => $"k{i} -udp,vers=3 nfs1:/a\n")));
        yield return Of("includes of a map file", 20_000, n => Text(Repeated(n, i => $"+auto.{i}\n")));
        yield return Of("lines of a master file", 8_000, n =>
        {
            var text = Repeated(n, i => $"/k{i} auto.data\n");
            return () => Judge(KnownMaps.From(MasterFile.Read(new StringReader(text), "auto.master"), []));
        });
        yield return Of("master files", 1_000, n => () =>
        {
            var files = Enumerable.Range(0, n).Select(i => File($"{i}.autofs", [($"/k{i}", $"/etc/auto.{i}")])).ToList();
            var maps = Enumerable.Range(0, n).Select(i => File($"auto.{i}", [("k", "nfs1:/a")]));
            var master = FileMaps.Join(files);
            Judge(KnownMaps.From(master, [.. FileMaps.Named(maps, master)]));
        });
    }

    private static IEnumerable<Dimension> Files()
    {
        yield return Of("given files", 1_000, n => Given(
            Many(n, i => ($"/k{i}", $"/etc/auto.{i}")), Enumerable.Range(0, n).Select(i => $"/site/auto.{i}")));
        yield return Of("given files of one name", 500, n => Given(
            Many(n, i => ($"/k{i}", $"/etc/{i}/auto.data")), Enumerable.Range(0, n).Select(i => $"/site/{i}/auto.data")));
        yield return Of("given files that nothing names", 1_000, n => Given(
            Many(n, i => ($"/k{i}", $"/etc/auto.{i}x")), Enumerable.Range(0, n).Select(i => $"/site/auto.{i}y")));
        yield return Of("given files that include the next", 500, n => Given(
            Many(n, i => ($"/k{i}", $"/etc/auto.{i}")), Enumerable.Range(0, n).Select(i => $"/site/auto.{i}"), i => $"+auto.{n + i}"));
    }

    /// <summary>A master map and others as files that were given.</summary>
    private static Action Given((string Key, string Value)[] master, IEnumerable<string> paths, Func<int, string>? include = null)
    {
        var maps = paths.Select((path, i) => File(path, [("k", "nfs1:/a"), (include?.Invoke(i) ?? "l", "nfs1:/b")])).ToList();
        var all = maps.Append(File("/site/auto.master", master)).ToList();
        return () =>
        {
            var files = all.ConvertAll(map => new GivenFile(map.Name, map.Name, _ => map));
            var given = new GivenMaps(files, new FileSort(null), CancellationToken.None);
            var inputs = given.Follow(new MapInputs([], false, LocalMaps.None, "auto.master", ["sss", "files"]));
            Judge(KnownMaps.Of(given.WithUnnamed(inputs, given.Unnamed)));
        };
    }

    private static Dimension Of(string name, int size, Func<int, Action> work) => new(name, size / 4, work);

    private static Dimension Value(string name, int size, Func<int, int, string> value) => new($"{name} of a value", size, n =>
    {
        var entries = Many(24, i => ($"k{i}", value(n, i)));
        Assert.All(entries, e => Assert.InRange(e.Value.Length, 0, MaxValue));
        return Indirect(entries);
    });

    private static Dimension Ldif(string name, int size, Func<int, string> records) => new($"{name} of LDIF", size / 2, n =>
    {
        var text = LdifMap("auto.master") + LdifEntry("/data", "auto.master", "auto.data") + LdifMap("auto.data") + records(n);
        var bytes = Encoding.UTF8.GetBytes(text);
        return () =>
        {
            var directory = new LdifDirectory();
            directory.Add(new MemoryStream(bytes), "x.ldif");
            var maps = directory.ToMaps(map => map == "auto.master").Maps;
            Judge(KnownMaps.From(maps[0], maps.RemoveAt(0)));
        };
    });

    private static string LdifMap(string name) =>
        $"dn: automountMapName={name},{Base}\nobjectClass: automountMap\nautomountMapName: {name}\n\n";

    private static string LdifEntry(string key, string map, string value) =>
        $"dn: automountKey={key},automountMapName={map},{Base}\nobjectClass: automount\nautomountKey: {key}\n" +
        $"automountInformation: {value}\n\n";

    private static Action Text(string text) => () => Judge(KnownMaps.From(
        Map("auto.master", [("/data", "/etc/auto.data")]), [MapFile.Read(new StringReader(text), "/etc/auto.data")]));

    private static Action Indirect((string Key, string Value)[] entries, int copies = 1) =>
        Site([("/data", "auto.data")], ("auto.data", Many(copies, i => entries[0] with { Key = $"{i}" }).Concat(entries).ToArray()));

    private static Action Direct((string Key, string Value)[] entries) =>
        Site([("/-", "auto.data"), ("/a", "auto.b")], ("auto.data", entries));

    private static Action Site((string Key, string Value)[] master, params (string Name, (string Key, string Value)[] Entries)[] maps)
    {
        var contents = maps.Select(m => Map(m.Name, m.Entries)).ToImmutableArray();
        return () => Judge(KnownMaps.From(Map("auto.master", master), contents));
    }

    private static MapInputs Inputs((string Key, string Value)[] master, ImmutableArray<MapContent> served) =>
        new([Map("auto.master", master), .. served], true, LocalMaps.None, "auto.master", ["sss"]);

    private static Action Found(MapInputs inputs) => () => Judge(KnownMaps.Of(inputs));

    /// <summary>All that the daemon and <c>validate</c> work out of maps.</summary>
    private static void Judge(KnownMaps maps)
    {
        var walk = new MapWalk(maps);
        var linter = new MapLinter(maps, Silence.None, unusedToo: true);
        var servers = new NfsServers(maps.Binds);
        walk.Run(linter, servers);
        _ = linter.Result(walk);
        _ = servers.Targets.Count + servers.PortmapNeeds.Count + maps.MountPoints.Count();
        maps.Resolve("/data/k/x");
    }

    private static MapContent Map(string name, (string Key, string Value)[] entries) =>
        new(name, $"automountMapName={name},{Base}", [.. entries.Select(e => new MapRecord(e.Key, e.Value))]);

    private static MapContent File(string path, (string Key, string Value)[] entries) =>
        new(path, null, [.. entries.Select((e, i) => new MapRecord(e.Key, e.Value, Line: i + 1))]) { File = path };

    private static (string Key, string Value)[] Many(int count, Func<int, (string Key, string Value)> entry) =>
        [.. Enumerable.Range(0, count).Select(entry)];

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Repeated(int times, Func<int, string> text) => string.Concat(Enumerable.Range(0, times).Select(text));

    private static string Options(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"rsize={4096 + i}"));

    private static string Unknown(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"o{i}"));
}
