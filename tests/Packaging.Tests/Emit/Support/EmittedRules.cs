using AutomountPackaging.Values;

namespace PackagingTests.Emit.Support;

/// <summary>The emitted PrometheusRule as a rules file of Prometheus: what is below its spec.</summary>
internal static class EmittedRules
{
    public static string Text(EmitValues values) => string.Join(
        '\n', Case.Emit(values).Text("monitoring/prometheusrule.yaml").Split('\n').SkipWhile(l => l != "spec:").Skip(1));

    /// <summary>promtool compares annotations to the letter, and they are prose.</summary>
    public static string WithoutAnnotations(string rules)
    {
        string[] annotations = ["annotations:", "  summary", "  description", "  runbook"];
        return string.Join('\n', rules.Split('\n').Where(l => !annotations.Any(a => l.StartsWith($"          {a}"))));
    }
}
