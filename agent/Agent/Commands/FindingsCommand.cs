using System.CommandLine;
using Automount.Catalog;
using Automount.Text;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent findings [CODE]</c>: the catalogue, or one kind with its explanation and remedy.</summary>
internal static class FindingsCommand
{
    public static Command Create()
    {
        var code = new Argument<string?>("CODE") { Description = "a code such as server/hung", Arity = ArgumentArity.ZeroOrOne };
        var output = Options.Output();
        var command = new Command("findings", "list what the agent can find; with a code, explain it") { code, output };
        command.SetAction(arguments => Print(arguments.GetValue(code), arguments.GetValue(output)));
        return command;
    }

    private static int Print(string? code, OutputFormat output)
    {
        var kind = code is null ? null : FindingCatalog.Find(code);
        if (code is not null && kind is null)
        {
            Console.Error.WriteLine(
                $"automount-agent: findings: there is no code '{Printable.Escape(code)}': automount-agent findings lists them");
            return ExitStatus.Usage;
        }

        if (output == OutputFormat.Json)
        {
            Console.WriteLine(CatalogTable.Json(kind is null ? FindingCatalog.All : [kind]));
        }
        else if (kind is null)
        {
            CatalogTable.Print(Screen.Standard(), FindingCatalog.All);
        }
        else
        {
            CatalogTable.Print(Screen.Standard(), kind);
        }

        return ExitStatus.Ok;
    }
}
