using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Text;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>
/// What must be true of the files before manifests are made of them: only what would get lost or be unreadable in the manifests. Pure.
/// </summary>
internal static class InputRules
{
    /// <summary>Checks all files.</summary>
    /// <returns>Every problem; none when the files can be used.</returns>
    public static ImmutableArray<FileProblem> Check(EmitValues values, Inputs inputs)
    {
        var sssd = Sssd(inputs);
        return
        [
            .. sssd.SelectMany(f => IniFile.Parse(f.Text, f.Path).Problems),
            .. values.SecretsAreExternal ? [] : sssd.SelectMany(Passwords),
            .. inputs.Maps.AddRange(inputs.AgentSnippets).SelectMany(OtherCredentials),
            .. inputs.Maps.SelectMany(MapName),
            .. inputs.SssdSnippets.AddRange(inputs.AgentSnippets).SelectMany(SnippetName),
            .. SettingsMerge.Merge(inputs.AgentSnippets.Select(f => IniFile.Parse(f.Text, f.Path))).Problems,
            .. SameName(inputs.SssdSnippets),
            .. SameName(inputs.AgentSnippets),
            .. RequiredInTwoPlaces(values, inputs),
            .. WithoutEndpoint(values, inputs),
        ];
    }

    /// <summary>The files of sssd, the main one first.</summary>
    public static ImmutableArray<InputFile> Sssd(Inputs inputs) =>
        inputs.SssdConf is { } main ? [main, .. inputs.SssdSnippets] : inputs.SssdSnippets;

    /// <summary>The settings of the agent on the nodes, once the snippets have been checked.</summary>
    public static Settings AgentSettings(Inputs inputs)
    {
        var snippets = inputs.AgentSnippets.OrderBy(f => f.Name, StringComparer.Ordinal);
        return SettingsMerge.Merge(snippets.Select(f => IniFile.Parse(f.Text, f.Path))).Settings ?? new Settings();
    }

    private static IEnumerable<FileProblem> Passwords(InputFile file)
    {
        const string Why = "is a password, and would be in the pushed image: use a keytab or anonymous binds, or give --secrets external";
        return SssdPasswords.In(file).Select(e => new FileProblem(e.File, e.Line, $"{e.Key} {Why}"));
    }

    private static IEnumerable<FileProblem> OtherCredentials(InputFile file)
    {
        foreach (var (index, line) in file.Text.Split('\n').Index())
        {
            if (Credentials.Find(line) is not null)
            {
                const string Why = "this looks like a password or a key, and would be in the pushed image: take it out";
                yield return new FileProblem(file.Path, index + 1, Why);
            }
        }
    }

    private static IEnumerable<FileProblem> MapName(InputFile file)
    {
        var isSnippet = file.Name.EndsWith(".autofs", StringComparison.Ordinal) && !file.Name.StartsWith('.');
        if (file.Name == "auto.master")
        {
            const string Why = "auto.master comes with autofs and includes /etc/auto.master.d: name it NAME.autofs";
            yield return new FileProblem(file.Path, 0, Why);
        }
        else if (!isSnippet && !file.Name.StartsWith("auto.", StringComparison.Ordinal))
        {
            const string Why = "autofs would not read it: name a snippet of the master map NAME.autofs, a map auto.NAME";
            yield return new FileProblem(file.Path, 0, Why);
        }

        if (file.Text.StartsWith("#!", StringComparison.Ordinal))
        {
            const string Why = "this is a program map: maps are written without the right to run, put it into an image";
            yield return new FileProblem(file.Path, 1, Why);
        }
    }

    private static IEnumerable<FileProblem> SnippetName(InputFile file)
    {
        if (!file.Name.EndsWith(".conf", StringComparison.Ordinal) || file.Name.StartsWith('.'))
        {
            yield return new FileProblem(file.Path, 0, "a snippet must be named NAME.conf, or it is not read");
        }
    }

    private static IEnumerable<FileProblem> SameName(ImmutableArray<InputFile> files)
    {
        foreach (var same in files.GroupBy(f => f.Name).Where(g => g.Count() > 1))
        {
            var reason = $"{same.First().Path} has the same name: both would be one file on the node";
            yield return new FileProblem(same.Last().Path, 0, reason);
        }
    }

    private static IEnumerable<FileProblem> RequiredInTwoPlaces(EmitValues values, Inputs inputs)
    {
        const string Why = "agent.required is given as well, and only one of the two would hold: write the paths in one place";
        return
            from file in inputs.AgentSnippets
            where !values.RequiredPaths.IsEmpty
            from entry in IniFile.Parse(file.Text, file.Path).Entries
            where entry is { Section: "required", Key: "paths" }
            select new FileProblem(file.Path, entry.Line, Why);
    }

    /// <summary>The endpoint of the agent is off, and something needs it.</summary>
    private static IEnumerable<FileProblem> WithoutEndpoint(EmitValues values, Inputs inputs)
    {
        (bool IsWanted, string Why)[] uses =
        [
            (values.Monitoring, "[metrics] listen = off leaves nothing to scrape: take it out, or write monitoring.enabled: false"),
            (values.NodeConditions,
                "[metrics] listen = off leaves nobody to ask for conditions: take it out, or nodeConditions.enabled: true"),
        ];
        var wanted = uses.Where(use => use.IsWanted).ToList();
        return wanted.Count > 0 && AgentSettings(inputs).Listen is null
            ? wanted.Select(use => new FileProblem(inputs.AgentSnippets[^1].Path, 0, use.Why))
            : [];
    }
}
