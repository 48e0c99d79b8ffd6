using System.CommandLine;
using System.Text;

namespace Manual;

/// <summary>The parts of a manual page that say what a program takes, from its parser: in roff(7) with the man(7) macros.</summary>
internal static class CommandManual
{
    /// <summary>More options than this are not listed in the synopsis.</summary>
    private const int MaxListed = 5;

    /// <summary>The lines of SYNOPSIS, one for each command.</summary>
    public static string Synopsis(string program, RootCommand root)
    {
        var text = new StringBuilder(".nf\n");
        foreach (var command in root.Subcommands)
        {
            var options = command.Options.Where(option => !option.Hidden).ToList();
            var listed = options.Count > MaxListed ? "[\\fIOPTION\\fR]..." : string.Join(' ', options.Select(Optional));
            var parts = new[] { $"\\fB{Roff(program)} {Roff(command.Name)}\\fR", listed, string.Join(' ', command.Arguments.Select(Form)) };
            text.Append(string.Join(' ', parts.Where(part => part.Length > 0))).Append('\n');
        }

        return text.Append(".fi\n").ToString();
    }

    /// <summary>The commands with their arguments and options.</summary>
    public static string Commands(RootCommand root)
    {
        var text = new StringBuilder();
        foreach (var command in root.Subcommands)
        {
            text.Append($".SS \"{string.Join(' ', command.Arguments.Select(Form).Prepend(Roff(command.Name)))}\"\n");
            text.Append($"{Sentence(command.Description)}\n");
            foreach (var option in command.Options.Where(option => !option.Hidden))
            {
                text.Append($".TP\n{Names(option)}\n{Sentence(option.Description)}\n");
            }
        }

        return text.ToString();
    }

    private static string Optional(Option option)
    {
        var value = Value(option);
        var form = $"\\fB{Roff(option.Name)}\\fR{(value.Length > 0 ? $" \\fI{value}\\fR" : "")}";
        return option.Required ? form : $"[{form}]";
    }

    private static string Names(Option option)
    {
        var value = Value(option);
        var names = string.Join(", ", option.Aliases.Prepend(option.Name).Select(name => $"\\fB{Roff(name)}\\fR"));
        return value.Length > 0 ? $"{names} \\fI{value}\\fR" : names;
    }

    private static string Value(Option option) =>
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? "" : Roff(option.HelpName ?? "VALUE");

    private static string Form(Argument argument)
    {
        var name = $"\\fI{Roff(argument.HelpName ?? argument.Name)}\\fR" + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static string Sentence(string? text)
    {
        var sentence = $"{char.ToUpperInvariant(text![0])}{text[1..]}";
        var escaped = Roff(sentence.EndsWith('.') ? sentence : sentence + '.');
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }

    private static string Roff(string text) => text.Replace("\\", "\\e").Replace("-", "\\-");
}
