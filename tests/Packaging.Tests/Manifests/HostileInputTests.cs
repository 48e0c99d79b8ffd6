using System.Text;
using AutomountPackaging.Check;
using AutomountPackaging.Manifests;
using PackagingTests.Check;
using Xunit;

namespace PackagingTests.Manifests;

/// <summary>Whatever is given, the check ends with findings and never with an exception. Seeds are fixed: a failure repeats.</summary>
[Trait("suite", "hostile")]
public class HostileInputTests
{
    private static readonly string[] Names = ["a.yaml", "a.json", "Containerfile", "sssd.conf", "x.autofs", "auto.x", "a.service", "a.sh",
        "a.ldif", "a.md", "other"];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Fixtures = new(() =>
        SourceLoader.Load([Repository.Fixture("clean"), Repository.Fixture("demo")]).Files);

    [Fact]
    public void RandomBytes()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            var text = i % 2 == 0 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
            Expect.Run(20, new SourceFile(Names[i % Names.Length], text), new SourceFile("p", "") { Binary = bytes });
        }
    }

    [Fact]
    public void RandomShellAndContainerfiles()
    {
        const string Alphabet = "a \t\n\\'\"$()<>|&;#=[]{}:/-,%\r";
        string[] words = ["FROM ", "configs", "RUN ", "COPY ", "\n", "<<EOF", "EOF\n", "\\\n", "--from=", "systemctl ", "ARG A=${A}$A\n",
            "${A}", "[\"", "dnf install "];
        var random = new Random(2);
        for (var i = 0; i < 2000; i++)
        {
            var text = "FROM configs\n" + string.Concat(Enumerable.Range(0, 30)
                .Select(_ => random.Next(2) == 0 ? words[random.Next(words.Length)] : Alphabet[random.Next(Alphabet.Length)].ToString()));
            Expect.Run(20, new SourceFile("Containerfile", text), new SourceFile("a.sh", text),
                new SourceFile("a.service", "[Service]\nExecStart=" + text));
        }
    }

    [Fact]
    public void ManifestsWithRandomChanges()
    {
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            Expect.Run(18 + (i % 4), Fixtures.Value.Select(f => f with { Text = Changed(f.Text, random) }));
        }
    }

    [Fact]
    public void ManifestsWithValuesOfOtherKinds()
    {
        // Every key in turn is a number, a list, a mapping, nothing.
        foreach (var file in Fixtures.Value.Where(f => f.Path.EndsWith(".yaml")))
        {
            var lines = file.Text.Split('\n');
            foreach (var (index, line) in lines.Index().Where(l => l.Item.Contains(": ")))
            {
                foreach (var value in new[] { "7", "[[]]", "{{}: {}}", "", "\"\"", "- x" })
                {
                    var changed = line[..(line.IndexOf(": ") + 2)] + value;
                    Expect.Run(20, file with { Text = string.Join('\n', lines.Select((l, i) => i == index ? changed : l)) });
                }
            }
        }
    }

    [Fact]
    public void ByteOrderMarksAndLineEndsChangeNothing()
    {
        static IEnumerable<string> Found(IEnumerable<SourceFile> files) =>
            Expect.Run(20, files).Select(f => $"{f.File}:{f.Line}:{f.Column} {f.Rule.Code} {f.Message}");
        Assert.Equal(Found(Fixtures.Value), Found(Fixtures.Value.Select(f => f with { Text = "\uFEFF" + f.Text.Replace("\n", "\r\n") })));
    }

    [Fact]
    public void TheOrderOfFilesChangesNothing() => Assert.Equal(
        Expect.Run(20, Fixtures.Value),
        Expect.Run(20, Fixtures.Value.Reverse()));

    [Fact]
    public void AHugeFileIsOneFinding()
    {
        var finding = Assert.Single(Expect.Run(20, new SourceFile("a.yaml", "a: " + new string('x', 5 << 20))));
        Assert.Equal(("manifest/unreadable", 0), (finding.Rule.Code, finding.Line));
    }

    [Fact]
    public void ArgumentsThatNameEachOtherEnd()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => $"ARG A{i}=$A{i + 1}$A{i + 1}\n")) + "FROM $A0\nFROM configs\n";
        Expect.Run(20, new SourceFile("Containerfile", text));
    }

    [Fact]
    public void LongLinesAndLongContinuationsTakeNoTime()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        string[] texts = [Repeated("k=v\\\n"), Repeated("a-"), Repeated("eyJaaaaaaaa-"), Repeated("{"), Repeated(" x\n"),
            "oc label " + Repeated("oc label ") + "node-role.kubernetes.io/worker-x", Repeated("://")];
        foreach (var text in texts)
        {
            Expect.Run(20, [.. Names.Select(n => new SourceFile(n, text)),
                Some.Yaml("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: [{rules: [{expr: '"
                + text.Replace("\n", "") + "'}]}]}\n")]);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");

        static string Repeated(string text) => string.Concat(Enumerable.Repeat(text, 60_000));
    }

    private static string Changed(string text, Random random)
    {
        var builder = new StringBuilder(text);
        for (var i = 0; i < 5 && builder.Length > 10; i++)
        {
            var at = random.Next(builder.Length - 5);
            switch (random.Next(3))
            {
                case 0:
                    builder[at] = (char)random.Next(32, 127);
                    break;
                case 1:
                    builder.Remove(at, random.Next(5));
                    break;
                default:
                    builder.Insert(at, "\n:-[]{}&*!|>'\"%@`#"[random.Next(18)]);
                    break;
            }
        }

        return builder.ToString();
    }
}
