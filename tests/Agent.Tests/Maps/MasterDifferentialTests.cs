using System.Text;
using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>
/// Our master map parser against automount's own, entry by entry: which are dropped, and what type, map and mount options the others
/// have.
/// </summary>
public class MasterDifferentialTests
{
    private static readonly string[] Values =
    [
        "auto.x", "auto-hosts", "/etc//auto.x -rw", "nis -rw", "ldap:server:auto.home", "ldap:server.example.com:ou=auto.home,dc=x",
        "ldap://server/ou=auto.home,dc=x", "//server/ou=auto.home,dc=x", "ou=auto.home,dc=x -rw", "foo=bar", "auto.x rw,,soft",
            "auto.x rw,",
        "auto.x ,rw", "auto.x rw -- auto.y", "multi auto.x rw -- auto.y -ro", "multi auto.x -- file:/etc/auto.y",
        "multi,sun:auto.x -- file,sun:/etc/auto.y --timeout=5", "auto\\ x -rw", "auto\\:x", "auto:x", "xfile:/etc/foo", "auto.nis -rw",
            "file /etc/auto.y",
        "hesiod:auto.h", "userdir auto.h", "-hosts -rw,soft", "-hosts", "-xfn", "file,amd:/etc/amd.x", "{F}/a -rw,soft x=y z",
            "file:{F}/a \"rw\",x=\"a:b\",-soft", "multi file:{F}/a -rw -- {F}/b ro,x=a/b -Dx=y", "program /etc/none",
        "{F}/a,rw", "{F}/a -DA=b --timeout=5m,rw timeout=7 nobind -symlinks", "{F}/a nobrowse7", "{F}/a # rw", "{F}/a --soft",
        "dir:/etc/auto.master.d", "sss,sun:auto.home", "auto.x 5", "auto.x rw=", "auto.x rw =", "auto.x x=a/b,soft",
            "auto.x credentials=/etc/c",
        "nisplus:foo.org_dir", "auto.x -- ", "multi auto.x", "amd:auto.x", "file,hesiod:/etc/x", "cn=auto home,dc=example,dc=com rw",
            "ldaps:ou=auto.home,dc=x",
        "ldap auto.home -rw", "ldap:automountMapName=auto.home,nisMapName=x", "auto.x \"rw\"", "auto.x -rw -browse nobind",
            "auto.x -Dfoo=bar -Dbar=1.2,-rw",
        "auto.x --no-slashify-colons --mode 0700 strictexpire", "auto.x#y", "auto.x # comment", "auto.x sec=krb5p:krb5,vers=4.1",
            "dc=x,ou=auto",
        "ldap://server:389/ou=auto.home,dc=x", "ldap:192.168.1.1:ou=auto.home", "auto.x\r", "auto.x rw\r", "auto.x timeout=60",
            "auto.x -t60x -n5,z", "sss",
    ];

    // Each error takes a run of automount; thousands were compared once.
    private const int Generated = 15;

    private static readonly string[] Pieces =
    [
        "auto.x", "file:", "/etc/y", " ", " ", " -rw", "soft", ",", ",", "=", "--", "-- ", "multi ", ":", "\\", "\"", "-hosts", "7",
            "-t 5", "#",
        "{F}/a", "{F}/b ", "server:", "sss ", "x=y", "x=/z", "-DA=b", "\t", "nis", "-browse",
    ];

    [Fact]
    public void AutomountMakesTheSameOfEveryEntry()
    {
        var folder = Directory.CreateTempSubdirectory("master");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "a"), "k n:/p\n");
            File.WriteAllText(Path.Combine(folder.FullName, "b"), "l n:/p\n");
            var random = new Random(7);
            var values = Values.Concat(Enumerable.Range(0, Generated)
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)])))
                .Where(v => v.Trim() is [not '#', ..] and not [.., '\\']))
                .Select(v => v.Replace("{F}", folder.FullName, StringComparison.Ordinal)).ToList();

            // One error may lose all that follows: what automount refuses is shown to it alone.
            var good = values.Where(v => Parse(v).Entry is not null).ToList();
            var dump = Dump(folder.FullName, good);
            var compared = 0;
            for (var i = 0; i < good.Count; i++)
            {
                Assert.True(dump.ContainsKey($"/m{i}"), $"automount drops {good[i]}");
                var theirs = Words(dump[$"/m{i}"]);
                if (theirs.Count > 0 && Parse(good[i]).Entry is { Kind: not MasterEntryKind.Hosts } entry && !entry.Map.StartsWith('-'))
                {
                    Assert.Equal((good[i], Ours(entry)), (good[i], string.Join(' ', theirs)));
                    compared++;
                }
            }

            Assert.InRange(compared, 8, int.MaxValue);
            foreach (var bad in values.Except(good))
            {
                // Without a name automount goes on to look for a map that cannot be; that multi entries crash it is known.
                var error = Parse(bad).Error!;
                if (!error.Message.Contains("names no map", StringComparison.Ordinal)
                    && !error.Message.Contains("crashes", StringComparison.Ordinal))
                {
                    Assert.Equal((bad, error.LosesRest ? "" : "/m1"),
                        (bad, string.Join(' ', Dump(folder.FullName, [bad, "sentinel"]).Keys)));
                }
            }
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static Dictionary<string, List<string>> Dump(string folder, IReadOnlyList<string> values) => AutomountDump.ByMountPoint(
        AutomountDump.Of(folder, string.Concat(values.Select((v, i) => $"/m{i} {v}\n"))));

    private static MasterEntryResult Parse(string value) => MasterEntryParser.Parse(
        MasterFile.Parse($"/m {value}\n", "m").Entries is [var record] ? record : new MapRecord("", ""));

    /// <summary>The maps and their options; nothing when automount could not read the map, because then it does not tell.</summary>
    private static List<string> Words(IEnumerable<string> lines) =>
    [
        .. lines
            .Where(l => (l.StartsWith("  map", StringComparison.Ordinal) && l.Contains(": /", StringComparison.Ordinal))
                || l.StartsWith("  arguments", StringComparison.Ordinal))
            .SelectMany(l => l[(l.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(word => !word.StartsWith("-D", StringComparison.Ordinal) && !word.EndsWith("slashify-colons", StringComparison.Ordinal))
            .Select(word => word.TrimStart('-').Replace("\"", "", StringComparison.Ordinal)),
    ];

    private static string Ours(MasterEntry entry) =>
        string.Join(' ',
            entry.Maps.SelectMany(m =>
            m.Options.Mount.Split(',', StringSplitOptions.RemoveEmptyEntries).Prepend(m.Map)
            .Where(word => word.StartsWith('/') || word != m.Map)));
}
