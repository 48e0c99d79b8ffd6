using System.Text;
using Automount.Maps.Ldif;
using Xunit;

namespace AgentTests.Maps.Ldif;

/// <summary>The format of RFC 2849.</summary>
public sealed class LdifReaderTests
{
    /// <summary>A record in a form that can be compared: <c>dn</c>, then <c>name=value@line</c>.</summary>
    private static (List<string> Records, List<LdifProblem> Problems) Read(byte[] bytes, int piece = int.MaxValue)
    {
        var problems = new List<LdifProblem>();
        var reader = new LdifReader(new Dribble(bytes, piece), "x.ldif", problems);
        var records = new List<string>();
        while (reader.Next() is { } record)
        {
            var text = new StringBuilder($"{Encoding.UTF8.GetString(record.Dn)}@{record.Line}");
            foreach (var attribute in record.Attributes)
            {
                text.Append($" {Encoding.UTF8.GetString(record.Name(attribute))}={record.Text(attribute)}@{attribute.Line}");
            }

            records.Add(text.ToString());
        }

        return (records, problems);
    }

    private static List<string> Good(string text)
    {
        var (records, problems) = Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(problems);
        Assert.Equal(records, Read(Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n")), piece: 3).Records);
        return records;
    }

    private static LdifProblem Bad(string text) => Assert.Single(Read(Encoding.UTF8.GetBytes(text)).Problems);

    [Fact]
    public void RecordsAreSeparatedByEmptyLines() => Assert.Equal(
        ["cn=a,dc=x@2 objectClass=top@3 cn=a@4 cn=b@5", "cn=c@8 cn=c@9"],
        Good("version: 1\ndn: cn=a,dc=x\nobjectClass: top\ncn: a\ncn: b\n\n\ndn:cn=c\ncn:   c\n"));

    [Fact]
    public void ALineThatBeginsWithABlankContinuesTheOneBefore() => Assert.Equal(
        ["cn=a,dc=x@1 description=one two@3"], Good("dn: cn=a,\n dc=x\ndescri\n ption: one\n  two\n"));

    [Fact]
    public void CommentsMayStandAnywhereAndBeFoldedToo() => Assert.Equal(
        ["cn=a@3 cn=a@6"], Good("# maps of\n  the site\ndn: cn=a\n# of: no: meaning\n #\ncn: a\n"));

    [Fact]
    public void TwoColonsMeanBase64() => Assert.Equal(
        ["ou=Zürich@1 automountInformation= /lead@2 e=@4"], Good("dn:: b3U9WsO8cmljaA==\nautomountInformation:: IC9sZ\n WFk\ne::\n"));

    [Fact]
    public void AValueMayBeEmptyAndMayHaveColons() => Assert.Equal(["cn=a@1 cn=@2 v=nfs:/a::b@3"], Good("dn: cn=a\ncn:\nv: nfs:/a::b\n"));

    [Fact]
    public void AnOptionBelongsToTheName() => Assert.Equal(["cn=a@1 cn;lang-en=b@2"], Good("dn: cn=a\ncn;lang-en: b\n"));

    [Fact]
    public void ARecordMaySayThatItIsToBeAdded() => Assert.Equal(
        ["cn=a@1 control=1.2.3 true@2 changetype=add@3 cn=a@4"], Good("dn: cn=a\ncontrol: 1.2.3 true\nchangetype: add\ncn: a\n"));

    [Fact]
    public void WhatLdapsearchAddsIsNoRecord() =>
        Assert.Equal(["cn=a@2 cn=a@3"],
            Good("# extended LDIF\ndn: cn=a\ncn: a\n\n# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 1\n"));

    [Fact]
    public void AByteOrderMarkIsNoText() => Assert.Equal(["cn=a@1"], Read([0xEF, 0xBB, 0xBF, .. "dn: cn=a"u8]).Records);

    [Theory]
    [InlineData("dn: cn=a\ncn: a\nchangetype: modify\n", null, 0)]
    [InlineData("dn: cn=a\nchangetype: modify\nreplace: cn\ncn: b\n-\n", LdifFault.Skipped, 2)]
    [InlineData("dn: cn=a\nchangetype: delete\n", LdifFault.Skipped, 2)]
    [InlineData("dn: cn=a\njpegPhoto:< file:///etc/passwd\n", LdifFault.Skipped, 2)]
    [InlineData("dn: cn=a\n\nsearch: 2\nresult: 4 Size limit exceeded\n", LdifFault.Skipped, 4)]
    [InlineData("dn: cn=a\nnfs1:/exports\n", null, 0)]
    [InlineData("dn: cn=a\nno colon\n", LdifFault.Syntax, 2)]
    [InlineData("dn: cn=a\n: no name\n", LdifFault.Syntax, 2)]
    [InlineData("dn: cn=a\ncn:: not base64!\n", LdifFault.Syntax, 2)]
    [InlineData("dn: cn=a\ncn: a\ndn: cn=b\ncn: b\n", LdifFault.Syntax, 3)]
    [InlineData("dn: cn=a\n-\n", LdifFault.Syntax, 2)]
    [InlineData("version: 2\ndn: cn=a\n", LdifFault.Syntax, 1)]
    [InlineData("cn: a\n", LdifFault.Syntax, 1)]
    [InlineData(" dn: cn=a\n", LdifFault.Syntax, 1)]
    public void WhatCannotBeTakenIsToldWithItsLine(string text, LdifFault? fault, int line)
    {
        if (fault is null)
        {
            Good(text);
            return;
        }

        var problem = Bad(text);
        Assert.Equal((fault, line), (problem.Fault, problem.Line));
    }

    [Fact]
    public void ARecordAfterAMissingEmptyLineIsReadAllTheSame()
    {
        var expected = new[] { "cn=a@1 cn=a@2", "cn=b@3 cn=b@4" };
        Assert.Equal(expected, Read("dn: cn=a\ncn: a\ndn: cn=b\ncn: b"u8.ToArray()).Records);
        Assert.Equal(expected, Read("dn: cn=a\r\ncn: a\r\ndn: cn=b\r\ncn: b"u8.ToArray(), piece: 1).Records);
    }

    [Fact]
    public void AnOverlongLineIsCutAndToldAndTheRestIsRead()
    {
        var (records, problems) = Read(Encoding.UTF8.GetBytes($"dn: cn=a\nphoto: {new string('x', 3 << 20)}\ncn: a\n\ndn: cn=b\n"));
        Assert.Equal(2, Assert.Single(problems).Line);
        Assert.Equal(2, records.Count);
        Assert.EndsWith(" cn=a@3", records[0]);
        Assert.True(records[0].Length < (1 << 20) + 100);
    }

    /// <summary>Whatever is printed, however folded and encoded, is read back.</summary>
    [Fact]
    public void WhatIsPrintedIsReadBack()
    {
        var random = new Random(2849);
        for (var round = 0; round < 300; round++)
        {
            var (text, expected, line) = (new StringBuilder(), new List<string>(), 1);
            for (var record = random.Next(4); record >= 0; record--)
            {
                var all = new StringBuilder();
                for (var i = 0; i < 1 + random.Next(4); i++)
                {
                    var (name, value) = (i == 0 ? "dn" : $"a{i}", Value(random));
                    all.Append(i == 0 ? $"{value}@{line}" : $" {name}={value}@{line}");
                    line += Print(text, name, value, random);
                    if (random.Next(5) == 0)
                    {
                        text.Append("# a comment\n");
                        line++;
                    }
                }

                text.Append('\n');
                line++;
                expected.Add(all.ToString());
            }

            var (records, problems) = Read(Encoding.UTF8.GetBytes(text.ToString()), random.Next(1, 50));
            Assert.Empty(problems);
            Assert.Equal(expected, records);
        }
    }

    [Fact]
    public void AnyBytesAreReadWithoutAnException()
    {
        var random = new Random(1);
        var pieces = new[] { "dn: cn=a\n", "changetype: add\n", "::", ":<", "\r\n", "\n", " ", "#", "objectClass: automount\n",
            "cn:: YQ==\n", "-\n", "\0", "\xff", "version: 1\n" };
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30))
                .Select(_ => random.Next(8) == 0 ? ((char)random.Next(256)).ToString() : pieces[random.Next(pieces.Length)]));
            var bytes = Encoding.Latin1.GetBytes(text);
            var (records, problems) = Read(bytes, random.Next(1, 20));
            Assert.Equal(records, Read(bytes).Records);
            Assert.True(problems.Count <= LdifReader.MaxProblems);
            new LdifDirectory().Add(new MemoryStream(bytes), "x");
        }
    }

    private static string Value(Random random)
    {
        var texts = new[] { "nfs1:/exports/", "ä", "日", " ", "\n", "a", "\0", ":", "<", "#", "=", ",", "\U0001F600" };
        return string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => texts[random.Next(texts.Length)]));
    }

    /// <returns>How many lines it takes.</returns>
    private static int Print(StringBuilder text, string name, string value, Random random)
    {
        var isSafe = !value.Contains('\n') && !value.Contains('\r') && !(value is [' ' or ':' or '<', ..]) && !value.EndsWith(' ');
        var line = isSafe && random.Next(3) > 0 ? $"{name}: {value}" : $"{name}:: {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}";
        var lines = 1;
        while (random.Next(3) == 0 && line.Length > 4)
        {
            var cut = random.Next(1, line.Length);
            cut -= char.IsLowSurrogate(line[cut]) ? 1 : 0;
            text.Append(line, 0, cut).Append("\n ");
            line = line[cut..];
            lines++;
        }

        text.Append(line).Append('\n');
        return lines;
    }

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Dribble(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }
}
