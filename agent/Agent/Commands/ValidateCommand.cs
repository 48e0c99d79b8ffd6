using System.CommandLine;
using System.CommandLine.Parsing;
using Automount.Configuration;
using Automount.Files;
using Automount.Findings;
using Automount.Lint;
using Automount.Text;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using AutomountAgent.Output.Terminal;
using AutomountAgent.Validate;
using AutomountAgent.Validate.Given;

namespace AutomountAgent.Commands;

/// <summary><c>automount-agent validate</c>: judges maps, those in use or others, before they are used.</summary>
internal static class ValidateCommand
{
    /// <summary>
    /// How many entries of one code in one map are listed for programs; for people there are fewer (<see cref="MapLinter.MaxListed"/>).
    /// </summary>
    private const int ListedForPrograms = 1000;

    /// <summary>How long a server may take to connect and for each answer.</summary>
    private static readonly TimeSpan MaxExportWait = TimeSpan.FromSeconds(10);

    private static readonly Option<string[]> Ldif = Options.Texts(
        "--ldif", "FILE", "judge the maps of these LDIF files, which are one directory");
    private static readonly Option<string[]> MapFile = Options.Texts(
        "--map-file", "FILE", "judge these map files, a master map file among them");
    private static readonly Option<string?> Ldap = Options.Text("--ldap", "URI", "judge the maps of this LDAP server");
    private static readonly Option<string?> Base = Options.Text("--base", "DN", "the DN below which the maps are, with --ldap and --ldif");
    private static readonly Option<string?> BindDn = Options.Text("--bind-dn", "DN", "bind as this entry; without it anonymously");
    private static readonly Option<string?> PasswordFile = Options.Text(
        "--bind-password-file", "FILE", "the first line of this file is the password");
    private static readonly Option<bool> StartTls = new("--start-tls") { Description = "use StartTLS with --ldap" };
    private static readonly Option<string?> CaCertificate = Options.Text(
        "--ca-certificate", "FILE", "trust these certificates of CAs with --ldap");
    private static readonly Option<string?> Master = Options.Text(
        "--master", "NAME", "name of the master map (default auto.master or auto_master)");
    private static readonly Option<string?> Schema = Options.Text(
        "--schema", "rfc2307|rfc2307bis|ou-cn|ad|ipa", "schema of the maps in LDAP; by default what they are written in");
    private static readonly Option<string[]> SilenceOption = Options.Texts("--silence", "CODE[:MAP[:KEY]]", "do not report these");
    private static readonly Option<bool> Strict = new("--strict") { Description = "warnings end it with status 1 as well" };
    private static readonly Option<int> Limit = Options.Limit(
        "list this many entries of one code and map, and this many faults of each (default 20; 1000 for programs)");
    private static readonly Option<bool> Exports = new("--exports")
    {
        Description = "ask the NFS servers whether they export what the maps name to this machine; nothing is mounted",
    };
    private static readonly Option<string?> Config = Options.Config();
    private static readonly Option<OutputFormat> Output = Options.OutputOfFindings();

    public static Command Create()
    {
        var command = new Command("validate", "judge maps: those in use, or those of LDIF files, map files or an LDAP server")
        {
            Ldif, MapFile, Ldap, Base, BindDn, PasswordFile, StartTls, CaCertificate, Master, Schema, SilenceOption, Strict, Limit, Exports,
            ValidateKey.Key, ValidateKey.Map, ValidateKey.RunProgram, ValidateDiff.Sides, Config, Output,
        };
        command.Validators.Add(Check);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(CommandResult result)
    {
        bool Has(Option option) => result.GetResult(option) is { Implicit: false };
        var isOffline = Has(Ldif) || Has(MapFile);
        if (Has(Ldap) && isOffline)
        {
            result.AddError("--ldap cannot be used with --ldif or --map-file");
        }

        foreach (var option in new[] { Ldif, MapFile }.Where(o => result.GetValue(o)!.Contains("")))
        {
            result.AddError($"{option.Name} has an empty name of a file");
        }

        foreach (var option in new Option[] { BindDn, PasswordFile, StartTls, CaCertificate }.Where(o => Has(o) && !Has(Ldap)))
        {
            result.AddError($"{option.Name} needs --ldap");
        }

        if (Has(Base) && !Has(Ldap) && !Has(Ldif))
        {
            result.AddError("--base needs --ldap or --ldif");
        }

        if (Has(BindDn) != Has(PasswordFile))
        {
            result.AddError("--bind-dn and --bind-password-file need each other");
        }

        foreach (var problem in result.GetValue(SilenceOption)!.Select(text => SettingValue.Silence(text).Problem).OfType<string>())
        {
            result.AddError($"--silence: {problem}");
        }

        if (result.GetValue(Schema) is { } schema && Schemas.Find(schema) is null)
        {
            result.AddError($"'{schema}' is not rfc2307, rfc2307bis, ou-cn, ad or ipa");
        }

        ValidateKey.Check(result);
        ValidateDiff.Check(result, [Ldif, MapFile, Ldap, Base, Schema, Exports, Strict, ValidateKey.Key]);
        CheckFormat(result);
    }

    /// <summary>A key and a comparison are no list of findings: they have a table and JSON.</summary>
    private static void CheckFormat(CommandResult result)
    {
        var other = new Option[] { ValidateKey.Key, ValidateDiff.Sides }.FirstOrDefault(o => result.GetResult(o) is not null);
        if (other is not null && result.GetValue(Output) is not (OutputFormat.Table or OutputFormat.Json))
        {
            result.AddError($"{other.Name} has --output table and json");
        }
    }

    /// <summary>What the configuration silences, and the command line.</summary>
    private static Silence Silenced(ParseResult arguments, Settings settings) =>
        new(settings.Silence.Rules.AddRange(arguments.GetValue(SilenceOption)!.SelectMany(text => SettingValue.Silence(text).Value.Rules)));

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        if (Setup.ReadSettings(arguments.GetValue(Config)) is not { } settings)
        {
            return ExitStatus.Configuration;
        }

        // There is nothing to put away, and a read from a pipe or a rule at work would not end for a token.
        using var interrupt = cancel.Register(static () => Environment.Exit(ExitStatus.Interrupted));
        var output = arguments.GetValue(Output);
        var listed = Listed(arguments.GetValue(Limit), output);
        var silence = Silenced(arguments, settings);
        if (ValidateDiff.IsAsked(arguments))
        {
            return ValidateDiff.Run(arguments, arguments.GetValue(Master), silence, listed, output, cancel);
        }

        MapValidation result;
        using (var progress = ProgressLine.Standard())
        {
            var isProgram = arguments.GetValue(ValidateKey.RunProgram) is not null;
            var (set, why) = isProgram && !IsGiven(arguments) ? (null, null) : await ReadAsync(arguments, settings, progress, cancel);
            if (isProgram && why is null)
            {
                progress.Dispose();
                return await ValidateKey.RunProgramAsync(arguments, set, silence, output, cancel);
            }

            if (set is null || set.Count == 0)
            {
                progress.Dispose();
                Console.Error.WriteLine($"automount-agent: validate: {Printable.Escape(why ?? "there is no automount map in it", 1024)}");
                return ExitStatus.Unknown;
            }

            if (why is not null)
            {
                progress.Hide();
                Console.Error.WriteLine($"automount-agent: validate: {Printable.Escape(why, 1024)}");
            }

            if (ValidateKey.IsAsked(arguments))
            {
                progress.Dispose();
                return ValidateKey.Find(arguments, set, silence, output);
            }

            progress.Begin("judging the maps");
            result = MapValidation.Of(set, silence, listed);
            if (arguments.GetValue(Exports))
            {
                result = result.With(await AskExportsAsync(set, listed, progress, cancel), silence);
            }

            result = result with { Findings = FileColumns.Add(result.Findings) };
        }

        Print(result, output);
        return result.Count(Severity.Error) > 0 || (arguments.GetValue(Strict) && result.Count(Severity.Warning) > 0)
            ? ExitStatus.Broken
            : ExitStatus.Ok;
    }

    /// <summary>Whether maps are given; otherwise those of the node are meant.</summary>
    private static bool IsGiven(ParseResult arguments) =>
        arguments.GetValue(Ldif)!.Length + arguments.GetValue(MapFile)!.Length > 0 || arguments.GetValue(Ldap) is not null;

    private static async Task<IReadOnlyList<ListedFindings>> AskExportsAsync(
        MapSet set, int listed, ProgressLine progress, CancellationToken cancel)
    {
        var survey = new ExportSurvey(new HostResolver(TimeProvider.System), MaxExportWait, TimeProvider.System);
        var exports = await ExportValidation.RunAsync(set.Known, survey, listed, progress, cancel);
        progress.Hide();
        Console.Error.WriteLine($"automount-agent: validate: {exports}");
        return exports.Kinds;
    }

    private static int Listed(int limit, OutputFormat output)
    {
        if (limit > 0)
        {
            return limit;
        }

        return output == OutputFormat.Table ? MapLinter.MaxListed : ListedForPrograms;
    }

    private static async Task<(MapSet? Set, string? Why)> ReadAsync(
        ParseResult arguments, Settings settings, ProgressLine progress, CancellationToken cancel)
    {
        var (ldif, files) = (arguments.GetValue(Ldif)!, arguments.GetValue(MapFile)!);
        var schema = arguments.GetValue(Schema) is { } name ? Schemas.Find(name) : null;
        var master = arguments.GetValue(Master);
        try
        {
            if (ldif.Length + files.Length > 0)
            {
                return (new MapSources(master, progress, cancel).Read(ldif, files, schema, arguments.GetValue(Base) ?? ""), null);
            }

            return arguments.GetValue(Ldap) is { } uri
                ? await new LiveMaps(settings, progress, TimeProvider.System).OfServerAsync(
                    uri,
                    arguments.GetValue(Base),
                    schema,
                    master,
                    domain => domain with
                    {
                        BindDn = arguments.GetValue(BindDn),
                        BindPassword = arguments.GetValue(PasswordFile) is { } file ? PasswordOf(file) : null,
                        StartTls = arguments.GetValue(StartTls),
                        TlsCaCertificate = arguments.GetValue(CaCertificate),
                    },
                    cancel)
                : await new LiveMaps(settings, progress, TimeProvider.System).OfNodeAsync(HostPaths.Host, cancel);
        }
        catch (InputException e)
        {
            return (null, e.Message);
        }
    }

    private static Secret PasswordOf(string file) =>
        new(InputFile.Read(file, () => File.ReadLines(file).FirstOrDefault() ?? ""));

    private static void Print(MapValidation result, OutputFormat output)
    {
        if (output == OutputFormat.Table)
        {
            MapTable.Print(Screen.Standard(), result);
            return;
        }

        if (output is OutputFormat.Github or OutputFormat.Gcc)
        {
            foreach (var annotation in MapAnnotations.Of(result, Environment.CurrentDirectory))
            {
                Console.WriteLine(output == OutputFormat.Gcc ? annotation.ToGcc() : annotation.ToGithub());
            }

            return;
        }

        StandardOutput.WriteDocument(output == OutputFormat.Sarif
            ? MapSarif.Bytes(result, Environment.CurrentDirectory)
            : ChainJson.Bytes(result.ToReport(System.Net.Dns.GetHostName(), TimeProvider.System.GetUtcNow()), result.Summary));
    }
}
