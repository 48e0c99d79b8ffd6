using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Text;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>
/// What must be true of the files before manifests are made of them: only what would get lost or be unreadable in the manifests. Pure.
/// </summary>
public static class InputRules
{
    /// <summary>Looks at all files.</summary>
    /// <returns>Every problem; none when the files can be used.</returns>
    public static ImmutableArray<FileProblem> Check(EmitValues values, Inputs inputs)
    {
        var sssd = Sssd(inputs);
        var others = inputs.Maps.AddRange(inputs.AgentSnippets);
        return
        [
            .. sssd.SelectMany(f => IniFile.Parse(f.Text, f.Path).Problems),
            .. sssd.SelectMany(f => SssdCredentials(values, f)),
            .. others.SelectMany(f => Credentials.InText(f).Select(line => new FileProblem(
                f.Path, line, "this looks like a password or a key, and would be in the pushed image: take it out"))),
            .. inputs.Maps.SelectMany(MapName),
            .. inputs.SssdSnippets.AddRange(inputs.AgentSnippets)
                .Where(f => !f.Name.EndsWith(".conf", StringComparison.Ordinal) || f.Name.StartsWith('.'))
                .Select(f => new FileProblem(f.Path, 0, "a snippet must be named NAME.conf, or it is not read")),
            .. SettingsMerge.Merge(inputs.AgentSnippets.Select(f => IniFile.Parse(f.Text, f.Path))).Problems,
            .. Twice(inputs.SssdSnippets),
            .. Twice(inputs.AgentSnippets),
            .. RequiredTwice(values, inputs),
            .. Metrics(values, inputs),
        ];
    }

    /// <summary>The files of sssd, the main one first.</summary>
    public static ImmutableArray<InputFile> Sssd(Inputs inputs) =>
        inputs.SssdConf is { } main ? [main, .. inputs.SssdSnippets] : inputs.SssdSnippets;

    /// <summary>What the agent on the nodes will have for settings, once the snippets have been checked.</summary>
    public static Settings AgentSettings(Inputs inputs) =>
        SettingsMerge.Merge(inputs.AgentSnippets.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => IniFile.Parse(f.Text, f.Path))).Settings
        ?? new Settings();

    private static IEnumerable<FileProblem> SssdCredentials(EmitValues values, InputFile file) => values.SecretsAreExternal
        ? []
        : Credentials.InSssd(file).Select(e => new FileProblem(
            e.File, e.Line, $"{e.Key} is a password, and would be in the pushed image: use a keytab or anonymous binds, or give --secrets external"));

    private static IEnumerable<FileProblem> MapName(InputFile file)
    {
        var isSnippet = file.Name.EndsWith(".autofs", StringComparison.Ordinal) && !file.Name.StartsWith('.');
        if (file.Name == "auto.master")
        {
            yield return new FileProblem(file.Path, 0, "auto.master comes with autofs and includes /etc/auto.master.d: name it NAME.autofs");
        }
        else if (!isSnippet && !file.Name.StartsWith("auto.", StringComparison.Ordinal))
        {
            yield return new FileProblem(file.Path, 0, "autofs would not read it: name a snippet of the master map NAME.autofs, a map auto.NAME");
        }

        if (file.Text.StartsWith("#!", StringComparison.Ordinal))
        {
            yield return new FileProblem(file.Path, 1, "this is a program map: maps are written without the right to run, put it into an image");
        }
    }

    private static IEnumerable<FileProblem> Twice(ImmutableArray<InputFile> files) =>
        files.GroupBy(f => f.Name).Where(g => g.Count() > 1).Select(g => new FileProblem(
            g.Last().Path, 0, $"{g.First().Path} has the same name: both would be one file on the node"));

    private static IEnumerable<FileProblem> RequiredTwice(EmitValues values, Inputs inputs) =>
        from file in inputs.AgentSnippets
        where !values.RequiredPaths.IsEmpty
        from entry in IniFile.Parse(file.Text, file.Path).Entries
        where entry is { Section: "required", Key: "paths" }
        select new FileProblem(file.Path, entry.Line, "agent.required is given as well, and only one of the two would hold: write the paths in one place");

    private static IEnumerable<FileProblem> Metrics(EmitValues values, Inputs inputs)
    {
        if (values.Monitoring && AgentSettings(inputs).Listen is null)
        {
            yield return new FileProblem(
                inputs.AgentSnippets[^1].Path, 0, "[metrics] listen = off leaves nothing to scrape: take it out, or write monitoring.enabled: false");
        }
    }
}
