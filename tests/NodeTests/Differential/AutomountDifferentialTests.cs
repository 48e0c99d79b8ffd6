using System.Text.RegularExpressions;
using Automount.Maps;

namespace NodeTests.Differential;

/// <summary>The parser against automount itself: the same entries, what is mounted where with which options, and what is refused.</summary>
public partial class AutomountDifferentialTests(ITestOutputHelper output)
{
    private const int Seed = 20260101;

    private static readonly Dictionary<string, string> Variables = new() { ["OWN"] = "own" };

    private static readonly (string Reason, Func<Sample, EntryFault?, bool> Applies)[] KnownDifferences =
    [
        ("on purpose: an offset that can never be mounted makes the whole entry an error; automount mounts the others",
            (_, fault) => fault is EntryFault.NoPath or EntryFault.BadWeight or EntryFault.LocationIsPath or EntryFault.NoLocation),
        ("Debian's automount drops backslashes when it expands an entry (its patch for cifs shares)", (e, _) => IsDebian
            && e.Value.Contains('\\')),
    ];

    /// <summary>
    /// automount 5.1.8, unlike 5.1.9 and RHEL 9, takes an empty place in a list of hosts, and stops answering on some of them
    /// (<c>nfs1,:/x</c>) and on empty options (<c>- nfs1:/x</c>).
    /// </summary>
    [GeneratedRegex(@"(^|\s),|,[,:]|(^|\s)-(\s|,*$)")]
    private static partial Regex DoesNotSurvive();

    private static bool IsDebian => Environment.GetEnvironmentVariable("AUTOMOUNT_PROGRAM") is null;

    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("-rw,sec=krb5p", "rw,sec=krb5p", "", true)]
    [InlineData("-ro", "ro", "append_options = no", false)]
    public void TheParserEqualsAutomount(string mapOptions, string parsedOptions, string settings, bool append)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can make namespaces and mount");
        Assert.SkipUnless(File.ReadAllText("/proc/filesystems").Contains("\tautofs\n"), "the kernel has no autofs");
        Assert.SkipUnless(File.Exists("/usr/sbin/automount"), "autofs is not installed");
        var count = int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_COUNT"), out var wanted) ? wanted : 40;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DIFFERENTIAL_SEED"), out wanted) ? wanted : Seed;
        var random = new Random(seed);
        var written = mapOptions.Length == 0 ? SampleEntries.Written : SampleEntries.Written.Where(v => v.Contains('-'));
        string[] values = append
            ? [.. written, .. Enumerable.Range(0, count).Select(_ => SampleEntries.Make(random)).Where(IsHandedOver)]
            : SampleEntries.WithoutAppending;
        if (IsDebian)
        {
            values = [.. values.Where(v => !DoesNotSurvive().IsMatch(v))];
        }

        var context = new EntryContext { Options = parsedOptions, AppendOptions = append, Variables = Variables };
        using var automount = new PrivateAutomount($"-DOWN=own {mapOptions}", settings);
        var entries = values.Select((v, i) => new Sample($"k{i}", v, i % 2 == 1 && v.Contains(','))).ToList();
        entries.ForEach(e => automount.Add(e.Key, e.Value, e.Fails));

        automount.Trigger(entries.Select(e => e.Key), 300);

        Assert.True(automount.IsAlive, automount.Log);
        var comparison = new Comparison(automount);
        var (mounted, known, wrong) = (0, new List<string>(), new List<string>());
        foreach (var entry in entries)
        {
            var parsed = EntryParser.Parse(entry.Key, entry.Value, context);
            var (ours, theirs) = (Comparison.Ours(entry, parsed), comparison.Theirs(entry));
            mounted += theirs.Count > 0 ? 1 : 0;
            if (!Comparison.Agree(entry, ours, theirs))
            {
                var text = $"{entry}\n  ours:   {string.Join(" | ", ours)}{parsed.Error}\n  theirs: {string.Join(" | ", theirs)}";
                var reason = KnownDifferences.FirstOrDefault(d => d.Applies(entry, parsed.Error?.Fault)).Reason;
                if (reason is null)
                {
                    wrong.Add(text);
                }
                else
                {
                    known.Add($"{text}\n  known: {reason}");
                }
            }
        }

        output.WriteLine($"options \"{mapOptions}\", {settings}: {entries.Count} entries compared (seed {seed}), automount mounted " +
            $"{mounted} and refused " +
            $"{entries.Count - mounted}; {known.Count} known differences, {wrong.Count} disagreements");
        known.ForEach(output.WriteLine);
        wrong.ForEach(output.WriteLine);
        Assert.Empty(wrong);
    }

    /// <summary>
    /// What a program map hands over as it is (lookup_program reads a line, without its leading blanks), and what automount does not read
    /// beyond its end: an open quote makes it do so.
    /// </summary>
    private static bool IsHandedOver(string value) =>
        value.Length > 0
            && !value.StartsWith('\\')
            && !value.Replace("\\\"", "").Count(c => c == '"').Equals(1)
            && value.Count(c => c == '"') % 2 == 0;
}
