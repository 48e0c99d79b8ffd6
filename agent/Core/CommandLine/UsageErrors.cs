using System.CommandLine;
using Automount.Text;

namespace Automount.CommandLine;

/// <summary>
/// What is wrong with a command line, in words of our own: one fault for each mistake, with the name that was probably meant.
/// </summary>
public static class UsageErrors
{
    /// <summary>More letters that differ make another name.</summary>
    private const int MaxDistance = 2;

    /// <summary>The lines for standard error.</summary>
    /// <param name="program">Name of the program.</param>
    /// <param name="arguments">What the parser made of the command line; it has errors.</param>
    public static IEnumerable<string> Of(string program, ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        var isRoot = command is RootCommand;
        foreach (var message in Messages(arguments, command).Distinct())
        {
            yield return $"{program}: {Printable.Escape(message, 1024)}";
        }

        yield return isRoot
            ? $"{program}: {program} --help lists the commands"
            : $"{program}: {program} {command.Name} --help lists what it takes";
    }

    /// <summary>The name that was probably meant, as the end of a message; empty when none comes near.</summary>
    /// <param name="written">What was written.</param>
    /// <param name="names">The names that there are.</param>
    public static string DidYouMean(string written, IEnumerable<string> names)
    {
        var near = names
            .Select(name => (Name: name, Distance: Spelling.Distance(written, name)))
            .Where(n => n.Distance <= Math.Min(MaxDistance, written.TrimStart('-').Length - 1))
            .OrderBy(n => n.Distance)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name)
            .FirstOrDefault() ?? Beginning(written, names);
        return near is null ? "" : $"; did you mean {near}?";
    }

    /// <summary>The one name that begins as it was written.</summary>
    private static string? Beginning(string written, IEnumerable<string> names)
    {
        var longer = names.Where(name => written.Length > 2 && name.StartsWith(written, StringComparison.Ordinal)).Take(2).ToList();
        return longer.Count == 1 ? longer[0] : null;
    }

    private static IEnumerable<string> Messages(ParseResult arguments, Command command)
    {
        if (arguments.UnmatchedTokens is not [var unknown, ..])
        {
            return arguments.Errors.Select(error => error.Message);
        }

        // What follows an unknown word is often its value, and what the command itself misses may be that word.
        var ofOptions = arguments.Errors.Where(e => e.SymbolResult is System.CommandLine.Parsing.OptionResult).Select(e => e.Message);
        return ofOptions.Prepend(Unknown(unknown, command));
    }

    private static string Unknown(string word, Command command)
    {
        if (word.StartsWith('-') && word.Length > 1)
        {
            var option = word.Split('=', 2)[0];
            return $"unknown option {option}{DidYouMean(option, OptionNames(command))}";
        }

        return command.Subcommands.Count > 0
            ? $"unknown command {word}{DidYouMean(word, command.Subcommands.Select(c => c.Name))}"
            : $"{command.Name} takes no argument {word}";
    }

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
}
