using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using AutomountPackaging.Platform;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rules 24 and 33: units of MachineConfigs.</summary>
internal static class UnitCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set) =>
        set.ConfigUnits.Where(u => u.Contents is null).SelectMany(u => WithoutContents(u, set)).Concat(Booleans(set));

    private static IEnumerable<PackagingFinding> WithoutContents(ConfigUnit unit, ManifestSet set)
    {
        var name = Quote.Of(unit.Name);
        if (unit.Node.IsTrue("enabled"))
        {
            if (set.ConfigUnits.Any(u => u.Name == unit.Name && u.Contents is not null
                && MachineConfigReader.ShareNodes(u.Config, unit.Config)))
            {
                yield break;
            }

            var enables = $"{Quote.Plain(unit.Config.Title)} enables {name} without contents";
            switch (BaseUnits.Has(unit.Name, Extensions(unit.Config, set)))
            {
                case false:
                    yield return UnitOfImage.At(unit.Place, $"{enables}, and the base image does not have it");
                    break;
                case null:
                    yield return UnitUnknown.At(unit.Place, $"{enables}, and it is not known whether the base image has it");
                    break;
                case true when set.Target == new OpenShiftVersion(4, 20):
                    yield return UnitWithoutContents.At(unit.Place, enables);
                    break;
            }
        }
        else if (unit.Node.KeyOf("enabled") is null && !unit.Node.IsTrue("mask"))
        {
            foreach (var file in set.Containerfiles.Where(f => ImageContent.Enabled(f).Any(e => e.Unit == unit.Name)
                && !ImageContent.HasPreset(f, set, unit.Name)))
            {
                yield return UnitPresetResets.At(unit.Place,
                    $"{Quote.Plain(unit.Config.Title)} mentions {name} without enabled, and the image enables it without a preset");
            }
        }
    }

    /// <summary>The extensions of the nodes that get a MachineConfig.</summary>
    private static string[] Extensions(Manifest config, ManifestSet set) =>
    [
        .. set.MachineConfigs.Where(m => MachineConfigReader.ShareNodes(m, config))
            .SelectMany(m => m.Spec.Each("extensions")).Select(e => e.Text).OfType<string>(),
    ];

    private static IEnumerable<PackagingFinding> Booleans(ManifestSet set)
    {
        foreach (var unit in set.Units)
        {
            foreach (var key in UnitText.Read(unit).Where(k => k.Section == "Service"
                && k.Key.StartsWith("Exec", StringComparison.Ordinal)))
            {
                // ExecStart= may begin with @, -, :, + or !; a shell is often called with -c 'COMMANDS'.
                var value = key.Value.TrimStart('@', '-', ':', '+', '!');
                var commands = ShellText.Commands([(key.Line, value)]);
                commands = [.. commands, .. commands.Where(c => c.Program is "sh" or "bash").SelectMany(c => c.Call.Skip(1))
                    .SelectMany(w => ShellText.Commands([(key.Line, w)]))];
                foreach (var call in commands.Select(PolicyCall).OfType<(PackagingRule Rule, string Call)>().Distinct())
                {
                    yield return call.Rule.At(unit.At(key.Line, call.Call.Split(' ')[0]),
                        $"{Quote.Plain(unit.Of(key.Line))} calls {call.Call}");
                }
            }
        }

        foreach (var script in set.NodeFiles.Where(f => f.Config is not null && f.Text.Text.StartsWith("#!", StringComparison.Ordinal)))
        {
            foreach (var command in ShellText.Commands(script.Text.Lines))
            {
                if (PolicyCall(command) is var (rule, call))
                {
                    yield return rule.At(script.Text.At(command.Line), $"{Quote.Plain(script.Text.Of(command.Line))} calls {call}");
                }
            }
        }
    }

    /// <summary>A command that stores something in the SELinux policy of the node; null for any other.</summary>
    private static (PackagingRule Rule, string Call)? PolicyCall(ShellCommand command)
    {
        var isList = command.Call.Any(w => w is "-l" or "--list" or "-E" or "--extract" or "export");
        return command.Program switch
        {
            "setsebool" when Stores(command) => (SetSebool, "setsebool -P"),
            "semanage" or "semodule" when !isList && command.Call.Count > 1 => (PolicyStored, command.Program),
            _ => null,
        };
    }

    // -N only writes it into the image of the policy, which is what a build does.
    private static bool Stores(ShellCommand command)
    {
        var options = string.Concat(command.Call.Where(w => w.StartsWith('-')));
        return options.Contains('P') && !options.Contains('N');
    }
}
