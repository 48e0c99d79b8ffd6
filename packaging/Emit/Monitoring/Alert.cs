using System.Collections.Immutable;

namespace AutomountPackaging.Emit.Monitoring;

/// <summary>An alert on the agent's metrics.</summary>
/// <param name="Name">Its name, and that of its page in docs/alerts.</param>
/// <param name="Condition">PromQL: what is true of one node while it should fire, its causes left aside.</param>
/// <param name="For">How long it must be true.</param>
/// <param name="Severity">Of the form for single nodes: <c>warning</c> or <c>info</c>.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">What it means and what to do, with the labels in it.</param>
internal sealed record Alert(string Name, string Condition, string For, string Severity, string Summary, string Description)
{
    /// <summary>What it follows from: while that is so it stays silent, since the cause has an alert of its own.</summary>
    public ImmutableArray<AlertCause> Causes { get; init; } = [];

    /// <summary>How it is told once for many nodes; null when it is not.</summary>
    public FleetForm? Fleet { get; init; }

    /// <summary>PromQL of one node: its condition without what follows from a cause.</summary>
    public string OfNode => string.Concat(Causes.Select(c => $" unless on ({c.Labels}) ({c.Condition})").Prepend(Condition));

    /// <summary>PromQL of the form for single nodes: silent while the form for many nodes fires.</summary>
    public string Expression => Fleet is { } fleet ? $"({OfNode}) unless on ({fleet.Label}) ({fleet.Expression})" : OfNode;
}

/// <summary>Why an alert stays silent.</summary>
/// <param name="Condition">PromQL of the cause.</param>
/// <param name="Labels">The labels that the cause and its consequence share.</param>
internal sealed record AlertCause(string Condition, string Labels = "instance");

/// <summary>
/// The form of an alert for many nodes: critical, with the same name, so that a rule that mutes warnings by a critical of the same name
/// (the default of OpenShift's platform Alertmanager) applies.
/// </summary>
/// <param name="Label">What the nodes have in common: the label of the cause.</param>
/// <param name="Subject">What that is, as the recorded series that count the nodes are named after it.</param>
/// <param name="Population">PromQL: one series for each node that could have it.</param>
/// <param name="Summary">A few words.</param>
/// <param name="Description">What it means and what to do; <c>$all</c> is how many nodes could have it.</param>
internal sealed record FleetForm(string Label, string Subject, string Population, string Summary, string Description)
{
    /// <summary>Fewer nodes than this are told one by one.</summary>
    public const int MinNodes = 3;

    /// <summary>A smaller share of the nodes than this is told one by one.</summary>
    public const double MinShare = 0.2;

    /// <summary>The recorded series that counts the nodes which have it.</summary>
    public string Failing => $"automount:{Subject}_failing:nodes";

    /// <summary>The recorded series that counts the nodes which could have it.</summary>
    public string All => $"automount:{Subject}:nodes";

    /// <summary>PromQL: how many nodes have it, while they are many.</summary>
    public string Expression => FormattableString.Invariant($"{Failing} >= {MinNodes} and {Failing} / {All} > {MinShare}");

    /// <summary>What it means and what to do, as a template: <c>$all</c> is how many nodes could have it.</summary>
    public string Template
    {
        get
        {
            var query = $"printf \"{All}{{{Label}='%s'}}\" $labels.{Label} | query";
            return Description.Replace("$all", $"{{{{ with {query} }}}}{{{{ . | first | value }}}}{{{{ end }}}}", StringComparison.Ordinal);
        }
    }
}

/// <summary>A series that Prometheus keeps: the sum over all nodes, for dashboards, alerts, and a hub of clusters.</summary>
/// <param name="Name">Its name: level, metric, operation.</param>
/// <param name="Expression">PromQL.</param>
internal sealed record RecordingRule(string Name, string Expression);
