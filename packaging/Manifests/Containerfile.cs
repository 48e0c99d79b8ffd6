using System.Text.Json;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Manifests;

/// <summary>An instruction of a Containerfile.</summary>
/// <param name="Keyword">In capitals.</param>
/// <param name="Line">Index of its first line.</param>
/// <param name="Body">Its lines without keyword, comments and continuation marks, then the lines of its here-documents.</param>
/// <param name="HereDocument">True when it has a here-document.</param>
internal sealed record Instruction(string Keyword, int Line, IReadOnlyList<(int Index, string Text)> Body, bool HereDocument)
{
    /// <summary>Everything after the keyword, in one line.</summary>
    public string Arguments { get; } = string.Join(' ', Body.Select(b => b.Text.TrimEnd('\\').Trim())).Trim();

    /// <summary>Options of the builder (<c>--from=agent</c>), with what they are set to.</summary>
    public IEnumerable<(string Name, string Value)> Options => Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .TakeWhile(w => w.StartsWith("--", StringComparison.Ordinal))
        .Select(w => w.IndexOf('=') is > 0 and var at ? (w[..at], w[(at + 1)..].Trim('"')) : (w, ""));

    /// <summary>The words after the options; those of the JSON form too.</summary>
    public IReadOnlyList<string> Words
    {
        get
        {
            var words = Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsOption).ToArray();
            return string.Join(' ', words) is ['[', ..] list && JsonWords(list) is { } strings ? strings : words;
        }
    }

    /// <summary>The commands of a RUN.</summary>
    public IReadOnlyList<ShellCommand> Commands()
    {
        if (Keyword != "RUN")
        {
            return [];
        }

        if (Arguments.StartsWith('[') && JsonWords(Arguments) is { } words)
        {
            return [new ShellCommand(words, Line)];
        }

        // Options of RUN are not words of its command; the script of a here-document is commands, not data.
        var first = string.Join(' ', Body[0].Text.Split(' ').SkipWhile(w => w.Length == 0 || IsOption(w)));
        var body = Body.Skip(1).Prepend((Body[0].Index, first));
        return ShellText.Commands(HereDocument && first.StartsWith("<<", StringComparison.Ordinal) ? Body.Skip(1).SkipLast(1) : body);
    }

    private static bool IsOption(string word) => word.StartsWith("--", StringComparison.Ordinal);

    private static string[]? JsonWords(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var words = json.RootElement.EnumerateArray();
            return words.All(e => e.ValueKind == JsonValueKind.String) ? [.. words.Select(e => e.GetString()!)] : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>A stage of a Containerfile.</summary>
/// <param name="Image">What its FROM names, arguments put in.</param>
/// <param name="Name">Its name after AS; null without.</param>
/// <param name="From">Its FROM.</param>
/// <param name="Instructions">The instructions after FROM.</param>
internal sealed record Stage(string Image, string? Name, Instruction From, IReadOnlyList<Instruction> Instructions);

/// <summary>A Containerfile, parsed.</summary>
/// <param name="Text">Where its lines are.</param>
/// <param name="Instructions">All instructions, in order.</param>
/// <param name="Stages">Its stages, in order.</param>
internal sealed record Containerfile(EmbeddedText Text, IReadOnlyList<Instruction> Instructions, IReadOnlyList<Stage> Stages)
{
    /// <summary>The stage that becomes the image; null when there is no FROM.</summary>
    public Stage? Last => Stages.Count > 0 ? Stages[^1] : null;

    public Place At(Instruction instruction, string? part = null) => At(instruction.Line, part);

    public Place At(int line, string? part = null) => Text.At(line, part);

    /// <summary>The line of a command on which a word of it stands.</summary>
    public int LineOf(ShellCommand command, string word)
    {
        for (var line = command.Line; line < Text.Lines.Count; line++)
        {
            if (Text.Lines[line].Contains(word, StringComparison.Ordinal))
            {
                return line;
            }

            if (!Text.Lines[line].TrimEnd().EndsWith('\\') && !Text.Lines[line].TrimStart().StartsWith('#'))
            {
                break;
            }
        }

        return command.Line;
    }

    /// <summary>Its name, with the line where the place cannot say it.</summary>
    public string Of(Instruction instruction) => Text.Of(instruction.Line);

    /// <summary>The stage with this name, in the same letters, or with this number.</summary>
    public Stage? StageNamed(string name) => Stages.FirstOrDefault(s => s.Name == name)
        ?? (int.TryParse(name, out var number) && number >= 0 && number < Stages.Count ? Stages[number] : null);

    /// <summary>
    /// True when a stage is built from the image that the MachineConfigOperator calls <c>configs</c>, directly or through other stages.
    /// </summary>
    public bool IsFromConfigs(Stage stage)
    {
        for (var steps = 0; steps <= Stages.Count; steps++)
        {
            if (stage.Image == "configs")
            {
                return true;
            }

            if (Stages.FirstOrDefault(s => s.Name == stage.Image) is not { } parent
                || parent == stage)
            {
                return false;
            }

            stage = parent;
        }

        return false;
    }

    /// <summary>Puts the defaults of ARG into an image reference; what has none stays as it is.</summary>
    public string WithArguments(string text)
    {
        foreach (var argument in Instructions.Where(i => i.Keyword == "ARG"))
        {
            // Arguments that name each other can grow without end.
            if (text.Length < 4096 && argument.Arguments.IndexOf('=') is > 0 and var at)
            {
                var (name, value) = (argument.Arguments[..at].Trim(), argument.Arguments[(at + 1)..].Trim().Trim('"', '\''));
                text = text.Replace($"${{{name}}}", value).Replace($"${name}", value);
            }
        }

        return text;
    }
}
