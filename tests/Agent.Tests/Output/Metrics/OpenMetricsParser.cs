using System.Globalization;
using System.Text;

namespace AgentTests.Output.Metrics;

/// <summary>One line of a page.</summary>
internal sealed record ParsedSample(string Name, IReadOnlyList<(string Name, string Value)> Labels, double Value)
{
    /// <summary>What makes it one series.</summary>
    public string Identity =>
        Name + string.Concat(Labels.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"\n{l.Name}\n{l.Value}"));

    /// <summary>Its labels but the bound of a bucket: what makes it one metric.</summary>
    public string Metric => string.Concat(Labels.Where(l => l.Name != "le").Select(l => $"\n{l.Name}\n{l.Value}"));
}

/// <summary>One family of a page.</summary>
internal sealed record ParsedFamily(string Name, string Type, string Help)
{
    public List<ParsedSample> Samples { get; } = [];
}

/// <summary>
/// A strict parser of OpenMetrics 1.0 as far as the agent uses it: the grammar, escapes, numbers, suffixes of each type, series that are
/// there once, metrics that are not interleaved, and histograms that add up. What it does not know it refuses.
/// </summary>
internal static class OpenMetricsParser
{
    /// <exception cref="FormatException">The page breaks a rule; the message says which and where.</exception>
    public static IReadOnlyList<ParsedFamily> Parse(string page)
    {
        Require(page.EndsWith("# EOF\n", StringComparison.Ordinal), "the page does not end in # EOF", "");
        Require(page.IndexOf("# EOF", StringComparison.Ordinal) == page.Length - "# EOF\n".Length, "# EOF stands before the end", "");
        var families = new List<ParsedFamily>();
        var help = ("", "");
        foreach (var line in page[..^"# EOF\n".Length].Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var rest = line["# HELP ".Length..].Split(' ', 2);
                Require(rest.Length == 2 && !rest[1].Contains('\\') && !rest[1].Contains('"'), "HELP is not plain", line);
                help = (Name(rest[0], line), rest[1]);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var rest = line["# TYPE ".Length..].Split(' ');
                Require(rest.Length == 2 && rest[0] == help.Item1, "TYPE does not follow its HELP", line);
                Require(rest[1] is "gauge" or "counter" or "histogram", "unknown type", line);
                Require(families.All(f => f.Name != rest[0]), "the family is there twice", line);
                families.Add(new(rest[0], rest[1], help.Item2));
            }
            else
            {
                Require(families.Count > 0, "a sample without a family", line);
                families[^1].Samples.Add(Sample(line, families[^1]));
            }
        }

        foreach (var family in families)
        {
            Check(family);
        }

        return families;
    }

    private static void Check(ParsedFamily family)
    {
        Require(family.Samples.DistinctBy(s => s.Identity).Count() == family.Samples.Count, "a series is there twice", family.Name);
        var runs = family.Samples.Zip(family.Samples.Skip(1)).Count(p => p.First.Metric != p.Second.Metric);
        var metrics = family.Samples.DistinctBy(s => s.Metric).Count();
        Require(metrics == 0 || metrics == runs + 1, "metrics are interleaved", family.Name);
        if (family.Type != "histogram")
        {
            return;
        }

        foreach (var metric in family.Samples.GroupBy(s => s.Metric))
        {
            var buckets = metric.Where(s => s.Name == family.Name + "_bucket").ToArray();
            var bounds = buckets.Select(b => Number(b.Labels.Single(l => l.Name == "le").Value, "le")).ToArray();
            Require(bounds.SequenceEqual(bounds.Order().Distinct()), "bounds do not rise", family.Name);
            Require(double.IsPositiveInfinity(bounds[^1]), "the last bound is not +Inf", family.Name);
            Require(buckets.Zip(buckets.Skip(1)).All(p => p.First.Value <= p.Second.Value), "buckets are not cumulative", family.Name);
            var count = metric.Single(s => s.Name == family.Name + "_count").Value;
            Require(count == buckets[^1].Value, "the count is not that of the last bucket", family.Name);
            Require(metric.Single(s => s.Name == family.Name + "_sum").Value >= 0, "the sum is negative", family.Name);
        }
    }

    private static ParsedSample Sample(string line, ParsedFamily family)
    {
        var at = line.IndexOfAny([' ', '{']);
        Require(at > 0, "no value", line);
        var name = Name(line[..at], line);
        var labels = new List<(string, string)>();
        if (line[at] == '{')
        {
            at = Labels(line, at + 1, labels);
        }

        Require(at < line.Length && line[at] == ' ', "no space before the value", line);
        var value = Number(line[(at + 1)..], line);
        var suffix = name.StartsWith(family.Name, StringComparison.Ordinal) ? name[family.Name.Length..] : "?";
        Require(labels.Any(l => l.Item1 == "le") == (suffix == "_bucket"), "le belongs to buckets alone", line);
        Require(IsSuffixOf(family.Type, suffix), $"a sample of another family than {family.Name}", line);
        Require(family.Type == "gauge" || value >= 0, "a count is negative", line);
        return new(name, labels, value);
    }

    private static bool IsSuffixOf(string type, string suffix) => type switch
    {
        "gauge" => suffix == "",
        "counter" => suffix == "_total",
        _ => suffix is "_bucket" or "_count" or "_sum",
    };

    private static int Labels(string line, int at, List<(string, string)> labels)
    {
        while (true)
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            Require(equals > 0, "no =\" in a label", line);
            var name = Name(line[at..equals], line);
            Require(labels.All(l => l.Item1 != name), "a label is there twice", line);
            (var value, at) = Quoted(line, equals + 2);
            labels.Add((name, value));
            Require(at < line.Length && line[at] is ',' or '}', "no comma or brace after a label", line);
            at++;
            if (line[at - 1] == '}')
            {
                return at;
            }
        }
    }

    private static (string Text, int End) Quoted(string line, int at)
    {
        var text = new StringBuilder();
        for (; at < line.Length && line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                text.Append(line[at]);
                continue;
            }

            at++;
            Require(at < line.Length && line[at] is '\\' or '"' or 'n', "an escape that is none", line);
            text.Append(line[at] == 'n' ? '\n' : line[at]);
        }

        Require(at < line.Length, "a label without an end", line);
        return (text.ToString(), at + 1);
    }

    private static double Number(string text, string line)
    {
        if (text == "+Inf")
        {
            return double.PositiveInfinity;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        Require(double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value), "not a number", line);
        return value;
    }

    private static string Name(string text, string line)
    {
        var isName = text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        Require(isName, "not a name", line);
        return text;
    }

    private static void Require(bool condition, string rule, string line)
    {
        if (!condition)
        {
            throw new FormatException($"{rule}: {line}");
        }
    }
}
