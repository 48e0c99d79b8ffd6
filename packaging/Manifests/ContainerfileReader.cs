using System.Text.RegularExpressions;

namespace AutomountPackaging.Manifests;

/// <summary>Reads a Containerfile line by line; whatever it does not know stays an instruction with its text.</summary>
internal static partial class ContainerfileReader
{
    public static Containerfile Read(EmbeddedText text)
    {
        var instructions = new List<Instruction>();
        var escape = Escape(text.Lines);
        for (var line = 0; line < text.Lines.Count;)
        {
            var trimmed = text.Lines[line].Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                line++;
                continue;
            }

            instructions.Add(One(text.Lines, escape, ref line));
        }

        var file = new Containerfile(text, instructions, []);
        return file with { Stages = [.. Stages(file)] };
    }

    /// <summary>
    /// What continues a line: a backslash, or what a directive before the first instruction names (<c># escape=`</c>).
    /// </summary>
    private static char Escape(IReadOnlyList<string> lines)
    {
        var directives = lines.TakeWhile(l => Directive().IsMatch(l)).Select(l => Directive().Match(l));
        return directives.FirstOrDefault(d => d.Groups[1].Value.Equals("escape", StringComparison.OrdinalIgnoreCase)) is { } escape
            && escape.Groups[2].Value == "`" ? '`' : '\\';
    }

    /// <summary>A line as it would be with a backslash as its continuation mark.</summary>
    private static string Plain(string line, char escape)
    {
        var text = line.TrimEnd();
        return escape != '\\' && text.EndsWith(escape) ? text[..^1] + '\\' : text;
    }

    private static Instruction One(IReadOnlyList<string> lines, char escape, ref int line)
    {
        var first = line;
        var words = Plain(lines[line].Trim(), escape).Split([' ', '\t'], 2, StringSplitOptions.TrimEntries);
        var body = new List<(int Index, string Text)> { (line, words.Length > 1 ? words[1] : "") };
        while (lines[line++].TrimEnd().EndsWith(escape) && line < lines.Count)
        {
            // Comments and empty lines between the lines of an instruction do not belong to it.
            while (line < lines.Count - 1 && (lines[line].TrimStart().StartsWith('#') || string.IsNullOrWhiteSpace(lines[line])))
            {
                line++;
            }

            body.Add((line, Plain(lines[line], escape)));
        }

        var ends = words[0].ToUpperInvariant() is "RUN" or "COPY" or "ADD"
            ? body.SelectMany(b => HereDocument().Matches(b.Text)).Select(m => m.Groups[1].Value).ToArray() : [];
        foreach (var end in ends)
        {
            while (line < lines.Count && lines[line].Trim() != end)
            {
                body.Add((line, lines[line]));
                line++;
            }

            if (line < lines.Count)
            {
                body.Add((line, lines[line++]));
            }
        }

        return new Instruction(words[0].ToUpperInvariant(), first, body, ends.Length > 0);
    }

    private static IEnumerable<Stage> Stages(Containerfile file)
    {
        var starts = file.Instructions.Index().Where(i => i.Item.Keyword == "FROM").Select(i => i.Index).ToArray();
        foreach (var (number, start) in starts.Index())
        {
            var end = number + 1 < starts.Length ? starts[number + 1] : file.Instructions.Count;
            var from = file.Instructions[start];
            var words = from.Words;
            var name = words.Count >= 3 && words[1].Equals("AS", StringComparison.OrdinalIgnoreCase) ? words[2] : null;
            var image = file.WithArguments(words.Count > 0 ? words[0] : "");
            yield return new Stage(image, name, from, [.. file.Instructions.Skip(start + 1).Take(end - start - 1)]);
        }
    }

    [GeneratedRegex("""(?<!<)<<-?\s*["']?([A-Za-z_][A-Za-z0-9_]*)["']?""")]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"^\s*#\s*([A-Za-z]+)\s*=\s*(\S+)\s*$")]
    private static partial Regex Directive();
}
