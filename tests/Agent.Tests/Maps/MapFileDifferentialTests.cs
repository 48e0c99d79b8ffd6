using System.Text;
using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>Our reader of map files against automount's own, file by file.</summary>
public class MapFileDifferentialTests
{
    private static readonly string[] Pieces =
    [
        "k", "key", "*", "\"", "\\", " ", " ", " ", "\t", "\n", "\n", "\n", "\\\n", "#", "+", "n:/p", "-rw", "//", "a b", "\"a b\"", "\\ ",
            "\r\n", "\n ", "ü", "\u0001",
        "x y\n", "key n:/p\n", "k2 -ro,soft n:/x \\\n   /sub n:/y\n",
    ];

    // automount takes ten milliseconds for each; thousands were compared once.
    private const int Generated = 60;

    private static readonly string[] Files =
    [
        "plain n:/p\n\"My Docs\" n:/q\nMy\\ Docs n:/r\n//dbl n:/x\n",
        "a\\ \\ b c\n*\nfoo bar\nkey \nbar baz\n",
        "ends n:/without-newline",
        "one x",
        "backslash n:/p\\",
        "alone",
        "k n:/p\n  indented n:/q\nafter n:/r\n",
        "# comment\n  k n:/p\nafter n:/r\n",
        "# comment \\\nk n:/p\nafter n:/r\n",
        "k n:/p\n   \nafter n:/r\n",
        "k n:/p\n   ",
        "k n:/p # note\n#x n:/y\n",
        "k n:/p\r\nl n:/q\r\n",
        "open \"n:/p\nl n:/q\n",
        "\"open n:/p\nl n:/q\n",
        "k \"n:/a b\"\n",
        "k \\ n:/p\n",
        "\\k n:/p\n",
        "*x n:/p\n* n:/q\n",
        "k n:/1\nk n:/2\n",
        new string('k', 255) + " n:/p\n" + new string('l', 256) + " n:/q\n",
        "long " + new string('v', 16384) + "\nlonger " + new string('v', 16386) + "\nnext n:/p\n",
        "k n:/p\0x\nl n:/q\n",
        "dos\r\n\r\nx n:/p\r\n",
    ];

    [Fact]
    public void AutomountReadsTheSameFromEveryFile()
    {
        var random = new Random(20261122);
        string[] all =
        [
            .. Files,
            .. Enumerable.Range(0, Generated)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Pieces[random.Next(Pieces.Length)]))),
        ];
        var folder = Directory.CreateTempSubdirectory("mapfiles");
        try
        {
            var master = new StringBuilder();
            for (var i = 0; i < all.Length; i++)
            {
                File.WriteAllText(Path.Combine(folder.FullName, $"map{i}"), all[i]);
                master.Append(System.Globalization.CultureInfo.InvariantCulture, $"/m{i} file:{folder.FullName}/map{i}\n");
            }

            var dump = AutomountDump.ByMountPoint(AutomountDump.Of(folder.FullName, master.ToString()));
            Assert.Equal(all.Length, dump.Count);
            var compared = 0;
            for (var i = 0; i < all.Length; i++)
            {
                // An include is followed there; of equal keys automount takes the first.
                if (all[i].Contains('+'))
                {
                    continue;
                }

                var expected = dump[$"/m{i}"].Where(line => line.Contains(" | ")).Select(line => line.Trim(' '))
                    .Order(StringComparer.Ordinal);
                var ours = MapFile.Parse(all[i], "map").Entries
                    .Where(e => !e.Key.Contains('/'))
                    .DistinctBy(e => e.Key)
                    .Select(e => Latin1($"{e.Key} | {e.Value}").Trim(' '))
                    .Order(StringComparer.Ordinal);
                Assert.True(expected.SequenceEqual(ours),
                    $"file {all[i]}\nautomount: {string.Join("\n", expected)}\nours: {string.Join("\n", ours)}");
                compared += ours.Count();
            }

            Assert.InRange(compared, Files.Length, int.MaxValue);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
