using AutomountPackaging.Manifests;

namespace AutomountPackaging.Check;

/// <summary>Where commands of a build write to and what they take away, in all spellings of their options.</summary>
internal static class Destinations
{
    // Letters of each program that take a value: in -fsSLo the o is an option of its own, in -Ho it is the value of H.
    private const string CurlValues = "oHXdAeuTbcFKmrxyYzwDECPQ";
    private const string WgetValues = "OoaPUtTwQeiBADlIXR";
    private const string TarValues = "CfTXbgIKNLFVH";

    /// <summary>The paths that a command writes to.</summary>
    public static IEnumerable<string> Written(ShellCommand command)
    {
        var operands = command.Operands.ToArray();
        var made = command.Program switch
        {
            "mkdir" or "touch" or "tee" => operands,
            "install" when command.Call.Any(w => w is "-d" or "--directory") => operands,
            "cp" or "mv" or "ln" or "install" or "rsync" => Option(command, 't', "--target-directory", "tmogS") is { } target
                ? [target] : operands.TakeLast(1),
            "curl" => Given(Option(command, 'o', "--output", CurlValues)),
            "wget" => Given(Option(command, 'O', "--output-document", WgetValues)
                ?? Option(command, 'P', "--directory-prefix", WgetValues)),
            "tar" or "bsdtar" => Given(Option(command, 'C', "--directory", TarValues)),
            "unzip" => Given(Option(command, 'd', "--directory", "dPx")),
            "dd" => command.Call.Where(w => w.StartsWith("of=", StringComparison.Ordinal)).Select(w => w[3..]),
            "git" when operands is ["clone", _, var folder, ..] => [folder],
            _ => [],
        };
        return made.Concat(command.Words.Zip(command.Words.Skip(1)).Where(w => w.First is ">" or ">>").Select(w => w.Second));
    }

    /// <summary>The paths that a command takes away: what was made there was for the build only.</summary>
    public static IEnumerable<string> Removed(ShellCommand command) => command.Program switch
    {
        "rm" or "rmdir" or "unlink" => command.Operands,
        "mv" => Option(command, 't', "--target-directory", "tS") is null ? command.Operands.SkipLast(1) : command.Operands,
        _ => [],
    };

    private static IEnumerable<string> Given(string? path) => path is null ? [] : [path];

    /// <summary>The value of an option: <c>-o X</c>, <c>-oX</c>, <c>-fsSLo X</c>, <c>--output X</c> or <c>--output=X</c>.</summary>
    private static string? Option(ShellCommand command, char letter, string name, string withValue)
    {
        for (var i = 1; i < command.Call.Count; i++)
        {
            var word = command.Call[i];
            var next = i + 1 < command.Call.Count ? command.Call[i + 1] : null;
            if (word == name)
            {
                return next;
            }

            if (word.StartsWith($"{name}=", StringComparison.Ordinal))
            {
                return word[(name.Length + 1)..];
            }

            if (word is ['-', not '-', ..] && word.AsSpan(1).IndexOfAny(withValue) is >= 0 and var at && word[at + 1] == letter)
            {
                return at + 2 < word.Length ? word[(at + 2)..] : next;
            }
        }

        return null;
    }
}
