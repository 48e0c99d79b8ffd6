using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Automount.Configuration;

namespace AutomountAgent.Commands;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Table,

    /// <summary>For a program: stable and documented.</summary>
    Json,

    /// <summary>For code hosts: SARIF 2.1.0. Only <c>validate</c> has it, and the next two.</summary>
    Sarif,

    /// <summary>For GitHub Actions: workflow commands.</summary>
    Github,

    /// <summary>For editors: one line each, as compilers print it.</summary>
    Gcc,
}

/// <summary>The options that several commands share. Each call makes a new one, since an option belongs to one command.</summary>
internal static class Options
{
    /// <summary><c>--config FILE</c>.</summary>
    public static Option<string?> Config() => new("--config")
    {
        Description = "read this configuration file and no other",
        HelpName = "FILE",
    };

    /// <summary><c>--output table|json</c>.</summary>
    public static Option<OutputFormat> Output() => Output("table|json", " or json");

    /// <summary><c>--output table|json|sarif|github|gcc</c>.</summary>
    public static Option<OutputFormat> OutputOfFindings() => Output("table|json|sarif|github|gcc", ", json, sarif, github or gcc");

    /// <summary><c>--timeout DURATION</c>; null when it is not given: a default of the parser is not printed as one types it.</summary>
    public static Option<TimeSpan?> Timeout(TimeSpan standard) => new("--timeout")
    {
        Description = $"how long to wait at most (default {standard.TotalSeconds:0}s)",
        HelpName = "DURATION",
        CustomParser = result => Parse<TimeSpan>(
            result,
            text => SettingValue.Duration(text, TimeSpan.Zero, TimeSpan.FromHours(1)) is { Problem: null } good ? good.Value : null,
            "a duration such as 10s or 5m"),
    };

    /// <summary><c>--since DURATION|TIME</c>; null when it is not given.</summary>
    public static Option<DateTimeOffset?> Since(TimeProvider time) => new("--since")
    {
        Description = "only what happened so long ago at most, or since a time",
        HelpName = "DURATION|TIME",
        CustomParser = result => Parse<DateTimeOffset>(
            result, text => TimeOf(text, time), "a duration such as 30m or 48h, or a time such as 2026-03-01 or 2026-03-01T14:00"),
    };

    /// <summary><c>--limit N|all</c>; 0 when it is not given.</summary>
    public static Option<int> Limit(string description) => new("--limit")
    {
        Description = description,
        HelpName = "N|all",
        CustomParser = result => Parse<int>(result, LimitOf, "a number from 1, or all"),
    };

    /// <summary>An option with one text as its value.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>An option that may be given several times, and takes several texts (what a shell makes of <c>maps/*</c>).</summary>
    public static Option<string[]> Texts(string name, string value, string description) => new(name)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Refuses a path that does not begin with a slash.</summary>
    public static void RequireAbsolutePaths(Argument argument) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(t => !t.Value.StartsWith('/')))
        {
            result.AddError($"'{token.Value}' is not an absolute path");
        }
    });

    /// <param name="names">The formats there are.</param>
    /// <param name="others">The formats besides the table, as the end of a sentence.</param>
    private static Option<OutputFormat> Output(string names, string others) => new("--output", "-o")
    {
        Description = $"how to print the result: table (default){others}",
        HelpName = names,
        CustomParser = result => Parse<OutputFormat>(
            result,
            text => !names.Split('|').Contains(text) ? null : text switch
            {
                "table" => OutputFormat.Table,
                "json" => OutputFormat.Json,
                "github" => OutputFormat.Github,
                "gcc" => OutputFormat.Gcc,
                _ => OutputFormat.Sarif,
            },
            $"table{others}"),
    };

    /// <summary>A time in the time zone of the node, unless it says another.</summary>
    private static DateTimeOffset? TimeOf(string text, TimeProvider time)
    {
        var now = time.GetLocalNow();
        if (SettingValue.Duration(text, TimeSpan.Zero, TimeSpan.FromDays(3650)) is { Problem: null } duration)
        {
            return now - duration.Value;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeLocal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var at) ? at : null;
    }

    private static int? LimitOf(string text)
    {
        if (text == "all")
        {
            return int.MaxValue;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    private static T Parse<T>(ArgumentResult result, Func<string, T?> parse, string expected)
        where T : struct
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (parse(text) is { } value)
        {
            return value;
        }

        result.AddError($"'{text}' is not {expected}");
        return default;
    }
}
