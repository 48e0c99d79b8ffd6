using System.Collections.Immutable;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>
/// Reads sssd.conf and the snippets of conf.d the way sssd does (sssd.conf(5)): snippets in the order of their names, later values win, a
/// snippet that is not valid is left out. Owner and mode of the files are not judged here.
/// </summary>
internal static class SssdConfigurationReader
{
    /// <summary>Reads the configuration. It never throws: what cannot be read or understood is a problem with file and line.</summary>
    public static SssdConfiguration Read(HostPaths paths)
    {
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var entries = new List<IniEntry>();
        var snippets = Snippets(paths.SssdConfDirectory, problems);
        var main = SssdConfigurationFile.Read(paths.SssdConf);
        var changedAt = main.ChangedAt;
        if (!main.IsMissing) // sssd does without sssd.conf when there are snippets.
        {
            Add(main, paths.SssdConf, isSnippet: false, entries, problems);
        }

        foreach (var path in snippets)
        {
            var snippet = SssdConfigurationFile.Read(path);
            Add(snippet, path, isSnippet: true, entries, problems);
            changedAt = changedAt is null || snippet.ChangedAt > changedAt ? snippet.ChangedAt : changedAt;
        }

        var table = new SssdConfigurationTable(entries);
        var domains = SssdConfigurationDomains.Read(table, paths, problems);
        if (entries.Count > 0 && !SssdConfigurationDomains.Enabled(table).Any())
        {
            problems.Add(new FileProblem(paths.SssdConf, 0, "no domain is enabled: name one in domains of the [sssd] section"));
        }

        return new SssdConfiguration(
            SssdConfigurationTable.List(table.Find("sssd", "services")?.Value), domains, problems.ToImmutable(), changedAt)
        {
            Missing = main.IsMissing && snippets.Count == 0 ? main.Problem : null,
            WithoutProvider = SssdConfigurationDomains.WithoutProvider(table),
            HomeTemplates =
            [
                .. SssdConfigurationDomains.Enabled(table)
                    .Select(d => (table.Find($"domain/{d}", "override_homedir") ?? table.Find("nss", "override_homedir"))?.Value)
                    .OfType<string>()
                    .Distinct(),
            ],
        };
    }

    private static void Add(
        SssdConfigurationFile file, string path, bool isSnippet, List<IniEntry> entries, ImmutableArray<FileProblem>.Builder problems)
    {
        if (file.Problem is not null)
        {
            problems.Add(file.Problem);
        }

        if (file.Text is null)
        {
            return;
        }

        var ini = IniFile.Parse(file.Text, path);
        var orphan = ini.Entries.FirstOrDefault(e => e.Section.Length == 0);
        problems.AddRange(ini.Problems);
        if (orphan is not null)
        {
            var reason = $"{Printable.Escape(orphan.Key, 64)} stands before any [section], so sssd ignores it: write its section above it";
            problems.Add(new FileProblem(path, orphan.Line, reason));
        }

        // sssd leaves a snippet with an error out; of sssd.conf itself as much as can be is used, so that the directory can still be looked
        // at.
        if (!isSnippet || (orphan is null && ini.Problems.IsEmpty))
        {
            entries.AddRange(ini.Entries);
        }
    }

    private static List<string> Snippets(string folder, ImmutableArray<FileProblem>.Builder problems)
    {
        try
        {
            return
            [
                .. System.IO.Directory.EnumerateFiles(folder)
                    .Where(f => f.EndsWith(".conf", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith('.'))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new FileProblem(folder, 0, $"the snippets cannot be listed ({SssdConfigurationFile.Reason(e)}): run as root"));
            return [];
        }
    }
}
