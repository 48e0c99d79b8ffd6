using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>The short way of plain entries gives what the long one gives.</summary>
public class PlainEntryTests
{
    private static readonly string[] Options =
        ["", "-rw ", "-rw,hard,vers=4.2 ", "-fstype=nfs4 ", "-fstype=cifs ", "-sec=krb5:sys ", "- ", "-rw  ", "-rw -hard ", "-null ",
            "-nullx ", "-rw,timeo=600,nosuid ", "-rw\t", "-context=\"a:b\" ", "-x=a:/b:c "];

    private static readonly string[] Locations =
        ["h:/a", "nfs1.example.com:/exports/a b", "h:/a:b", "h:a", ":/a", "h,g:/a", "h(1):/a", "[::1]:/a", "/a h:/b", "h:/a h:/b", "h:/",
            "h_1:/a,b", "h:/a ", "h:/a#b", "h:/a #b", "$HOST:/a", "&:/a", "h:/\\ a", "-h:/a", "h:/ä", "", "h", "a@b:/c", "h%1:/c"];

    public static TheoryData<string, bool> Contexts => new()
    {
        { "", true }, { "ro", true }, { "ro", false }, { "fstype=nfs4", true }, { "fstype=cifs", false }, { "rw", true },
    };

    [Theory]
    [MemberData(nameof(Contexts))]
    public void BothWaysLeadToTheSame(string mapOptions, bool append)
    {
        var context = new EntryContext { Options = mapOptions, AppendOptions = append };
        var count = 0;
        foreach (var value in Options.SelectMany(o => Locations.Select(l => o + l)))
        {
            if (PlainEntry.Read(value, context) is not { } plain)
            {
                continue;
            }

            count++;
            var text = Substitution.Expand(value, "k", context, null)!;
            var (slow, error) = new EntryScanner(text, context).Entry();
            Assert.True(slow is not null, $"{value}: {error?.Message}");
            Assert.Equal(Text(slow), Text(plain));
        }

        Assert.InRange(count, append ? 12 : 6, Options.Length * Locations.Length / 3);
    }

    [Theory]
    [InlineData("h:/a")]
    [InlineData("-rw,hard,nosuid nfs3.example.com:/exports/vol3/project0000003")]
    public void ThePlainFormIsTaken(string value) => Assert.NotNull(PlainEntry.Read(value, EntryContext.Default));

    private static string Text(MapEntry entry) => string.Join("; ", entry.Mounts.Select(m =>
        $"{m.Offset} {m.Options} {m.Kind} {m.Type} {string.Join(' ', m.Locations.Select(l => $"{string.Join(',', l.Hosts)}:{l.Path}"))}"));
}
