using System.CommandLine;
using System.CommandLine.Completions;
using Automount.Catalog;
using Automount.CommandLine;
using Automount.Findings;
using Automount.Text;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary>
/// <c>automount-agent findings [CODE|WORD...]</c>: the catalogue, what of it begins with a text or has some words, or one kind with its
/// explanation and remedy. The case of letters does not matter.
/// </summary>
internal static class FindingsCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("CODE|WORD")
        {
            Description = "a code such as server/hung, the beginning of codes such as server/, or words to search for",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "CODE|WORD",
        };
        words.CompletionSources.Add(_ => FindingCatalog.All.Select(kind => new CompletionItem(kind.Code)));
        var output = Options.Output();
        var command = new Command("findings", "list what the agent can find; with a code, explain it") { words, output };
        command.SetAction(arguments => Print(arguments.GetValue(words) ?? [], arguments.GetValue(output)));
        return command;
    }

    private static int Print(string[] words, OutputFormat output)
    {
        var kinds = Find(words);
        if (kinds.Count == 0)
        {
            var wanted = Printable.Escape(string.Join(' ', words));
            var near = UsageErrors.DidYouMean(words[0].ToLowerInvariant(), FindingCatalog.All.Select(k => k.Code));
            Console.Error.WriteLine(
                $"automount-agent: findings: no finding has '{wanted}' in it{near}: automount-agent findings lists them");
            return ExitStatus.Usage;
        }

        if (output == OutputFormat.Json)
        {
            Console.WriteLine(CatalogTable.Json(kinds));
        }
        else if (kinds is [var kind])
        {
            CatalogTable.Print(Screen.Standard(), kind);
        }
        else
        {
            CatalogTable.Print(Screen.Standard(), kinds);
        }

        return ExitStatus.Ok;
    }

    /// <summary>The kind of a code; else those whose code begins as the one word does; else those that have every word somewhere.</summary>
    private static IReadOnlyList<FindingKind> Find(string[] words)
    {
        if (words is [var word])
        {
            if (FindingCatalog.Find(word.ToLowerInvariant()) is { } kind)
            {
                return [kind];
            }

            var beginning = FindingCatalog.All.Where(k => k.Code.StartsWith(word, StringComparison.OrdinalIgnoreCase)).ToList();
            if (beginning.Count > 0)
            {
                return beginning;
            }
        }

        return [.. FindingCatalog.All.Where(kind => words.All(w => Has(kind, w)))];
    }

    private static bool Has(FindingKind kind, string word) =>
        new[] { kind.Code, kind.Summary, kind.Explanation, kind.Remedy }.Any(t => t.Contains(word, StringComparison.OrdinalIgnoreCase));
}
