using System.Text;

namespace AutomountPackaging.Manifests;

/// <summary>A simple command of a shell text.</summary>
/// <param name="Words">Its words, quotes removed; a redirection is the words <c>&gt;</c> or <c>&gt;&gt;</c> and its target.</param>
/// <param name="Line">Index of the line on which it begins.</param>
internal sealed record ShellCommand(IReadOnlyList<string> Words, int Line)
{
    private static readonly string[] Keywords = ["sudo", "exec", "then", "do", "else", "if", "while", "!", "{"];

    /// <summary>The words from the program on: assignments, <c>sudo</c> and keywords of the shell left out.</summary>
    public IReadOnlyList<string> Call { get; } = [.. Words.SkipWhile(w => Keywords.Contains(w) || IsAssignment(w))];

    /// <summary>The name of the program, without its folder.</summary>
    public string Program => Call.Count == 0 ? "" : Call[0][(Call[0].LastIndexOf('/') + 1)..];

    private static bool IsAssignment(string word) =>
        word.IndexOf('=') is > 0 and var at && word.Take(at).All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>Words that are not options and not redirections, after the program.</summary>
    public IEnumerable<string> Operands => Call.Skip(1).TakeWhile(w => w is not (">" or ">>")).Where(w => !w.StartsWith('-'));
}

/// <summary>
/// Splits shell text into simple commands. It knows quotes, comments, continuation, separators, redirections, <c>$( )</c> and
/// here-documents, which is what scripts of manifests are made of; it expands nothing.
/// </summary>
internal sealed class ShellText
{
    private readonly List<ShellCommand> commands = [];
    private readonly List<string> words = [];
    private readonly StringBuilder word = new();
    private readonly Queue<string> hereDocuments = [];
    private bool inWord;
    private char quote;
    private int depth;
    private int line;
    private int start = -1;

    private ShellText()
    {
    }

    /// <summary>The commands of lines that are given with their index.</summary>
    public static IReadOnlyList<ShellCommand> Commands(IEnumerable<(int Index, string Text)> lines)
    {
        var shell = new ShellText();
        foreach (var (index, text) in lines)
        {
            if (shell.hereDocuments.TryPeek(out var end))
            {
                if (text.Trim() == end)
                {
                    shell.hereDocuments.Dequeue();
                }

                continue;
            }

            shell.line = index;
            shell.Line(text);
        }

        shell.EndCommand();
        return shell.commands;
    }

    /// <summary>The commands of a script.</summary>
    public static IReadOnlyList<ShellCommand> Commands(IReadOnlyList<string> lines) => Commands(lines.Index());

    private void Line(string text)
    {
        var continues = quote != '\'' && text.EndsWith('\\');
        var end = continues ? text.Length - 1 : text.Length;
        for (var i = 0; i < end; i++)
        {
            i += Take(text[i], text, i, end);
        }

        if (quote != '\0' || depth > 0)
        {
            word.Append(continues ? ' ' : '\n');
        }
        else
        {
            EndWord();
            if (!continues)
            {
                EndCommand();
            }
        }
    }

    /// <summary>Takes one character, and returns how many more it has used.</summary>
    private int Take(char c, string text, int i, int end)
    {
        var next = i + 1 < end ? text[i + 1] : '\0';
        if (quote != '\0')
        {
            if (c == quote)
            {
                quote = '\0';
                return 0;
            }

            var escaped = c == '\\' && quote == '"' && next is '"' or '\\' or '$';
            Append(escaped && c == '\\' ? next : c);
            return escaped && c == '\\' ? 1 : 0;
        }

        if (depth > 0)
        {
            depth += Nesting(c);
            Append(c);
            return 0;
        }

        if (c == '$' && next == '(')
        {
            depth = 1;
            Append(c);
            Append(next);
            return 1;
        }

        switch (c)
        {
            case '\'' or '"':
                (quote, inWord) = (c, true);
                return 0;
            case '\\':
                Append(next);
                return 1;
            case ' ' or '\t':
                EndWord();
                return 0;
            case '#' when !inWord:
                return end - i;
            case ';' or '|' or '&' or '(' or ')' when !(c == '&' && (next is '>' || (i > 0 && text[i - 1] == '>'))):
                EndWord();
                EndCommand();
                return 0;
            case '<' when next == '<' && i + 2 < end && text[i + 2] != '<':
                var rest = text[(i + 2)..end].TrimStart('-', ' ');
                var name = new string([.. rest.TakeWhile(n => n is not (' ' or '>' or ';' or '|' or '&' or ')'))]).Trim('\'', '"');
                hereDocuments.Enqueue(name);
                EndWord();
                return text.IndexOf(name, i, StringComparison.Ordinal) + name.Length - i;
            case '>':
                if (word.Length == 1 && char.IsAsciiDigit(word[0]))
                {
                    (inWord, word.Length) = (false, 0);
                }

                EndWord();
                Add(next == '>' ? ">>" : ">");
                return next is '>' or '&' or '|' ? 1 : 0;
            default:
                Append(c);
                return 0;
        }
    }

    private static int Nesting(char c) => c switch
    {
        '(' => 1,
        ')' => -1,
        _ => 0,
    };

    private void Append(char c)
    {
        inWord = true;
        start = start < 0 ? line : start;
        word.Append(c);
    }

    private void Add(string text)
    {
        start = start < 0 ? line : start;
        words.Add(text);
    }

    private void EndWord()
    {
        if (inWord)
        {
            Add(word.ToString());
        }

        inWord = false;
        word.Clear();
    }

    private void EndCommand()
    {
        EndWord();
        if (words.Count > 0)
        {
            commands.Add(new ShellCommand([.. words], start));
        }

        words.Clear();
        (start, quote, depth) = (-1, '\0', 0);
    }
}
