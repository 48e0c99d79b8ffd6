using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 25: each path and unit has one master.</summary>
internal static class ManagedPathCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set) => Image(set).Concat(Units(set)).Concat(RunTime(set));

    private static IEnumerable<PackagingFinding> Image(ManifestSet set)
    {
        var made = set.Containerfiles.SelectMany(ImageContent.Paths).Select(m => m.Path).ToHashSet();
        foreach (var file in set.ConfigFiles.Where(f => made.Contains(f.Path)))
        {
            yield return ManagedTwice.At(file.Place, $"{Quote.Plain(file.Path)} is also written by the Containerfile");
        }

        var agent = set.Containerfiles.Any(ImageContent.HasAgent);
        foreach (var unit in set.ConfigUnits.Where(u => u.Contents is not null))
        {
            if (made.Contains($"/usr/lib/systemd/system/{unit.Name}") || made.Contains($"/etc/systemd/system/{unit.Name}") || (agent
                && unit.Name == ImageContent.AgentUnit))
            {
                yield return ManagedTwice.At(unit.Place, $"unit {Quote.Of(unit.Name)} also comes with the image");
            }
        }
    }

    private static IEnumerable<PackagingFinding> Units(ManifestSet set)
    {
        foreach (var unit in set.ConfigUnits.Where(u => u.Contents is not null).GroupBy(u => u.Name))
        {
            foreach (var (index, second) in unit.Index().Skip(1))
            {
                if (unit.Take(index).FirstOrDefault(u => MachineConfigReader.ShareNodes(u.Config, second.Config)) is { } first)
                {
                    yield return DuplicateUnit.At(second.Place,
                        $"unit {Quote.Of(second.Name)} is written by {Quote.Plain(first.Config.Title)} already");
                }
            }
        }
    }

    private static IEnumerable<PackagingFinding> RunTime(ManifestSet set) =>
        from unit in set.Units
        from key in UnitText.Read(unit)
        from path in Writable(key)
        let managed = set.ConfigFiles.FirstOrDefault(f => path.Length > 1 && NodePath.IsUnder(f.Path, path))
        where managed is not null
        select AgentWrites.At(unit.At(key.Line, key.Key),
            $"{Quote.Plain(unit.Of(key.Line))} may write {Quote.Of(path)}, where a MachineConfig manages {Quote.Plain(managed.Path)}");

    private static IEnumerable<string> Writable(UnitSetting key)
    {
        var values = key.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return key.Key switch
        {
            "ReadWritePaths" or "BindPaths" => values.Select(v => v.TrimStart('-', '+').Split(':')[0].TrimEnd('/')),
            "ConfigurationDirectory" => values.Select(v => $"/etc/{v.Split(':')[0].TrimEnd('/')}"),
            _ => [],
        };
    }
}
