using System.CommandLine;
using System.Globalization;
using Automount.Files;
using Automount.Text;
using AutomountPackaging.Emit;
using AutomountPackaging.Secrets;

namespace AutomountPackaging.Commands;

/// <summary><c>automount-packaging secrets</c>: checks registry credentials, prints when they end, and merges them.</summary>
internal static class SecretsCommand
{
    // A cluster is upgraded every few weeks, and each upgrade builds.
    private static readonly TimeSpan Soon = TimeSpan.FromDays(45);

    public static Command Create()
    {
        var pull = Files("--pull", "credentials to pull with: a dockerconfigjson, or a Secret that holds one");
        var push = Files("--push", "credentials to push with, or to add to the others");
        var output = new Option<string?>("--output") { Description = "write all of them into this file, mode 0600", HelpName = "FILE" };
        var command = new Command("secrets", "check and merge the registry credentials of the build; none is printed")
        {
            pull, push, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(pull) is null && result.GetResult(push) is null)
            {
                result.AddError("secrets needs a file: give --pull FILE, --push FILE, or both");
            }
        });
        command.SetAction(arguments => Run(
            [.. arguments.GetValue(pull) ?? [], .. arguments.GetValue(push) ?? []], arguments.GetValue(output), TimeProvider.System));
        return command;
    }

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static int Run(IEnumerable<string> files, string? output, TimeProvider clock)
    {
        var problems = new List<FileProblem>();
        var auths = new List<RegistryAuth>();
        foreach (var file in files)
        {
            if (InputFiles.ReadFile(file, problems) is { } read)
            {
                // What is written has auths alone, so that only a file that is used as it is must not have more.
                var (found, wrong) = PullSecretFile.Parse(read.Text, file, isUsedAsItIs: output is null);
                problems.AddRange([.. wrong, .. found.SelectMany(AuthRules.Check)]);
                auths.AddRange(found);
            }
        }

        if (problems.Count > 0)
        {
            return Messages.Refuse(problems);
        }

        var (merged, clashes) = PullSecretMerge.Merge(auths);
        if (clashes.Length > 0)
        {
            return Messages.Refuse(clashes);
        }

        var expired = false;
        foreach (var auth in merged)
        {
            var left = auth.Expiry - clock.GetUtcNow();
            expired |= left <= TimeSpan.Zero;
            Console.WriteLine($"{Printable.Escape(auth.Registry)}: {Expiry(auth.Expiry, left)}");
        }

        if (expired)
        {
            Messages.Say("secrets: a token has expired, see above: make a new one; nothing was written");
            return ExitStatus.Error;
        }

        return output is null ? ExitStatus.Ok : Write(output, PullSecretMerge.Write(merged));
    }

    private static string Expiry(DateTimeOffset? end, TimeSpan? left) => (end, left) switch
    {
        ({ } when, { } time) when time <= TimeSpan.Zero => $"expired {Date(when)}",
        ({ } when, { } time) when time < Soon =>
            $"expires {Date(when)}: warning: in {time.TotalDays:0} days, and the next build after that fails",
        ({ } when, _) => $"expires {Date(when)}",
        _ => "does not say when it expires",
    };

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static int Write(string output, byte[] content)
    {
        try
        {
            PrivateFile.Write(output, content);
            return ExitStatus.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Messages.Say($"{output}: cannot be written: {e.Message}");
            return ExitStatus.Unknown;
        }
    }
}
