using System.Collections.Immutable;
using Automount.Text;

namespace Automount.Configuration;

/// <summary>Makes validated settings out of the configuration files, least important first. Pure.</summary>
public static class SettingsMerge
{
    /// <summary>
    /// Lays the entries over the defaults: the later one of two with the same key wins. Every entry is checked, also one that a later one
    /// hides, because it would be back as soon as the later one goes.
    /// </summary>
    /// <returns>The settings, null when there is any problem; and every problem, in the order of the files.</returns>
    public static (Settings? Settings, ImmutableArray<FileProblem> Problems) Merge(IEnumerable<IniFile> files)
    {
        var settings = new Settings();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        foreach (var file in files)
        {
            var found = new List<FileProblem>([.. file.Problems, .. UnknownSections(file)]);
            foreach (var entry in file.Entries.Where(e => IsKnown(e.Section)))
            {
                (settings, var problem) = Lay(settings, entry);
                if (problem is not null)
                {
                    found.Add(new FileProblem(entry.File, entry.Line, problem));
                }
            }

            problems.AddRange(found.OrderBy(p => p.Line));
        }

        return (problems.Count == 0 ? settings : null, problems.ToImmutable());
    }

    private static (Settings Settings, string? Problem) Lay(Settings settings, IniEntry entry)
    {
        var key = SettingKey.All.FirstOrDefault(k => k.Section == entry.Section && k.Name == entry.Key);
        if (key is null)
        {
            return (settings, entry.Section.Length == 0
                ? $"{entry.Key} is in no section: write a [section] line above it"
                : $"[{entry.Section}] has no key '{entry.Key}': write one of {Keys(entry.Section)}");
        }

        var (value, problem) = key.Apply(settings, entry.Value);
        return (value, problem is null ? null : $"[{key.Section}] {key.Name}: {problem}");
    }

    private static IEnumerable<FileProblem> UnknownSections(IniFile file) =>
        from section in file.Sections.Zip(file.SectionLines, (name, line) => (Name: name, Line: line))
        where !IsKnown(section.Name)
        select new FileProblem(file.Path, section.Line, $"there is no section [{section.Name}]: write one of {Sections()}");

    private static bool IsKnown(string section) => section.Length == 0 || SettingKey.All.Any(k => k.Section == section);

    private static string Sections() => string.Join(", ", SettingKey.All.Select(k => $"[{k.Section}]").Distinct());

    private static string Keys(string section) => string.Join(", ", SettingKey.All.Where(k => k.Section == section).Select(k => k.Name));
}
