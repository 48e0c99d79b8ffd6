using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;

namespace Manual;

/// <summary>Completion of a program's command line for bash, zsh and fish, from its parser.</summary>
internal sealed class CompletionScripts(string program, RootCommand root)
{
    private const string Origin = "Made from the command line of the program by its tests (UPDATE_GOLDEN=1): do not edit.";

    private readonly string function = $"_{program.Replace('-', '_')}";

    private IEnumerable<Command> Commands => root.Subcommands.Where(command => !command.Hidden);

    /// <summary>For bash-completion: <c>completions/PROGRAM</c>.</summary>
    public string Bash()
    {
        var text = new StringBuilder($"# bash completion for {program}. {Origin}\n\n{function}()\n{{\n");
        text.Append("    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]-}\n");
        text.Append("    COMPREPLY=()\n    compopt +o default 2>/dev/null\n");
        text.Append("    if ((COMP_CWORD == 1)); then\n");
        var commands = Words(Commands.Select(c => c.Name));
        text.Append($"        mapfile -t COMPREPLY < <(compgen -W '{commands} --help --version' -- \"$word\")\n");
        text.Append("        return\n    fi\n    case $command:$before in\n");
        foreach (var command in Commands)
        {
            foreach (var option in Options(command).Where(TakesValue))
            {
                var patterns = string.Join('|', Names(option).Select(name => $"{command.Name}:{name}"));
                text.Append($"        {patterns}) {BashValue(option)}; return ;;\n");
            }
        }

        text.Append("    esac\n    case $command in\n");
        foreach (var command in Commands)
        {
            var words = Words([.. Options(command).SelectMany(Names), "--help", .. ArgumentWords(command)]);
            var files = TakesFiles(command) ? "; [[ $word == -* ]] || compopt -o default" : "";
            text.Append($"        {command.Name}) mapfile -t COMPREPLY < <(compgen -W '{words}' -- \"$word\"){files} ;;\n");
        }

        return text.Append($"    esac\n}}\n\ncomplete -F {function} {program}\n").ToString();
    }

    /// <summary>For zsh: <c>site-functions/_PROGRAM</c>.</summary>
    public string Zsh()
    {
        var text = new StringBuilder($"#compdef {program}\n# {Origin}\n\n{function}()\n{{\n    local state line\n    local -a commands\n");
        text.Append("    commands=(\n");
        foreach (var command in Commands)
        {
            text.Append($"        '{command.Name}:{Quote(command.Description)}'\n");
        }

        text.Append("    )\n    _arguments -C '--help[show help]' '--version[show the version]' '1: :->command' '*:: :->rest'\n");
        text.Append("    case $state in\n        command) _describe command commands ;;\n        rest)\n            case $words[1] in\n");
        foreach (var command in Commands)
        {
            text.Append($"                {command.Name})\n                    _arguments -s \\\n");
            foreach (var option in Options(command))
            {
                foreach (var name in Names(option))
                {
                    text.Append($"                        '*{name}[{Brackets(option.Description)}]{ZshValue(option)}' \\\n");
                }
            }

            var files = TakesFiles(command) ? "'*:file:_files'" : $"'*: :({Words(ArgumentWords(command))})'";
            text.Append($"                        '--help[show help]' {files}\n                    ;;\n");
        }

        return text.Append($"            esac\n            ;;\n    esac\n}}\n\n{function} \"$@\"\n").ToString();
    }

    /// <summary>For fish: <c>vendor_completions.d/PROGRAM.fish</c>.</summary>
    public string Fish()
    {
        var text = new StringBuilder($"# fish completion for {program}. {Origin}\n\ncomplete -c {program} -f\n");
        text.Append($"complete -c {program} -n __fish_use_subcommand -l help -d 'show help'\n");
        text.Append($"complete -c {program} -n __fish_use_subcommand -l version -d 'show the version'\n");
        foreach (var command in Commands)
        {
            text.Append($"\ncomplete -c {program} -n __fish_use_subcommand -a {command.Name} -d '{Quote(command.Description)}'\n");
            var condition = $"-n '__fish_seen_subcommand_from {command.Name}'";
            foreach (var option in Options(command))
            {
                var names = string.Join(' ', Names(option).Select(name => name.StartsWith("--") ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                text.Append($"complete -c {program} {condition} {names}{FishValue(option)} -d '{Quote(option.Description)}'\n");
            }

            if (TakesFiles(command))
            {
                text.Append($"complete -c {program} {condition} -F\n");
            }

            if (Words(ArgumentWords(command)) is { Length: > 0 } words)
            {
                text.Append($"complete -c {program} {condition} -a '{words}'\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden);

    private static IEnumerable<string> Names(Option option) => option.Aliases.Prepend(option.Name).Where(name => name[0] == '-');

    private static bool TakesValue(Option option) => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);

    /// <summary>The words that an option takes: those of its form, or those that the parser accepts alone.</summary>
    private static IReadOnlyList<string> Choices(Option option)
    {
        var form = (option.HelpName ?? "").Split('|');
        if (form.Length > 1 && form.All(word => word.Length > 0 && !word.Any(char.IsAsciiLetterUpper)))
        {
            return form;
        }

        return option.ValueType == typeof(string)
            ? [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)]
            : [];
    }

    /// <summary>The words that arguments take, where the parser knows them.</summary>
    private static IEnumerable<string> ArgumentWords(Command command) =>
        command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(c => c.Label);

    /// <summary>A word that is no option may be a file: of an argument, or of an option that takes several.</summary>
    private static bool TakesFiles(Command command) => command.Arguments.Any(a => IsFile(a.HelpName ?? a.Name))
        || Options(command).Any(o => o.Arity.MaximumNumberOfValues > 1 && o.AllowMultipleArgumentsPerToken && IsFile(o.HelpName ?? ""));

    private static bool IsFile(string form) => form.Contains("FILE") || form.Contains("DIR") || form.Contains("PATH") || form == "OLD NEW";

    private static string BashValue(Option option)
    {
        if (Choices(option) is { Count: > 0 } choices)
        {
            return $"mapfile -t COMPREPLY < <(compgen -W '{Words(choices)}' -- \"$word\")";
        }

        return IsFile(option.HelpName ?? "") ? "compopt -o default" : ":";
    }

    private static string ZshValue(Option option)
    {
        if (!TakesValue(option))
        {
            return "";
        }

        var value = Brackets(option.HelpName ?? "value");
        if (Choices(option) is { Count: > 0 } choices)
        {
            return $":value:({Words(choices)})";
        }

        return IsFile(option.HelpName ?? "") ? $":{value}:_files" : $":{value}: ";
    }

    private static string FishValue(Option option)
    {
        if (!TakesValue(option))
        {
            return "";
        }

        if (Choices(option) is { Count: > 0 } choices)
        {
            return $" -x -a '{Words(choices)}'";
        }

        return IsFile(option.HelpName ?? "") ? " -r -F" : " -x";
    }

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    private static string Quote(string? text) => (text ?? "").Replace("'", "’");

    /// <summary>In zsh brackets end a description, and a colon a part of a specification.</summary>
    private static string Brackets(string? text) => Quote(text).Replace("[", "(").Replace("]", ")").Replace(":", "\\:");
}
