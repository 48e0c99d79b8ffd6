using System.Collections.Frozen;
using Automount.Findings;
using AutomountPackaging.Documents;

namespace AutomountPackaging.Check;

/// <summary>Every fault that the check can name, by number of its rule. One list: what is not here cannot be reported.</summary>
internal static partial class RuleCatalog
{
    public static readonly PackagingRule Unreadable = Error("manifest/unreadable", 0, "File cannot be read",
        "The file is not valid YAML, JSON or ELF, or is larger or deeper than anything a cluster accepts. Nothing else in it is checked.",
        "Correct the file at the place that the message names.");

    /// <summary>All rules, in the order of their numbers.</summary>
    public static IReadOnlyList<PackagingRule> All => Index.All;

    /// <summary>The rule of a kind of finding that the agent's map linter makes.</summary>
    public static PackagingRule Of(FindingKind kind) => All[Index.Order[kind.Code]];

    /// <summary>A finding of a rule.</summary>
    public static PackagingFinding At(this PackagingRule rule, Place place, string message) =>
        new(rule, place.File, place.Line, place.Column, message);

    private static PackagingRule Error(string code, int rule, string summary, string explanation, string remedy) =>
        new(code, rule, Severity.Error, summary, explanation, remedy);

    private static PackagingRule Warning(string code, int rule, string summary, string explanation, string remedy) =>
        new(code, rule, Severity.Warning, summary, explanation, remedy);

    private static PackagingRule Info(string code, int rule, string summary, string explanation, string remedy) =>
        new(code, rule, Severity.Info, summary, explanation, remedy);

    /// <summary>A type of its own, because the initialisers of a partial class run in no certain order from file to file.</summary>
    private static class Index
    {
        public static readonly IReadOnlyList<PackagingRule> All =
        [
            Unreadable, .. MachineOSConfigRules, .. ContainerfileRules, .. MachineConfigRules, .. AutofsRules, .. SecretsRules,
            .. MonitoringRules, .. MapRules,
        ];

        public static readonly FrozenDictionary<string, int> Order = All.Index().ToFrozenDictionary(r => r.Item.Code, r => r.Index);
    }

    /// <summary>The place of a rule in <see cref="All"/>.</summary>
    public static int Order(PackagingRule rule) => Index.Order[rule.Code];
}
