using Automount.Text;
using AutomountAgent.Model;
using AutomountAgent.Telemetry;
using Prometheus;

namespace AutomountAgent.Output.Metrics;

/// <summary>The required paths, with the server and the root that an alert on those joins on.</summary>
internal sealed class RequiredSeries(MetricFactory metrics)
{
    private readonly Family ready = Family.Gauge(
        metrics, "automount_required_path_ready",
        "Whether pods can use a required path; server and root are empty where they are not known.", "path", "server", "root");

    /// <summary>Makes the series those of a published state.</summary>
    public void Write(MetricsInput input)
    {
        var paths = input.State.Required?.Seen?.Paths.Select(p => (p.Path, ReadyPath.Of(p))) ?? [];
        foreach (var (path, place) in Series.Bound(paths, ReadyPath.Of))
        {
            ready.Set(place.IsReady ? 1 : 0, path, place.Server, place.Root);
        }

        ready.RemoveOthers();
    }

    /// <summary>What the page says of one path, or of several that share a series.</summary>
    private readonly record struct ReadyPath(bool IsReady, string Server, string Root)
    {
        public static ReadyPath Of(RequiredPath path) =>
            new(path.Readiness == Readiness.Ready, Printable.Escape(path.Server), Printable.Escape(path.Root));

        public static ReadyPath Of(ReadyPath a, ReadyPath b) =>
            new(a.IsReady && b.IsReady, Common(a.Server, b.Server), Common(a.Root, b.Root));

        private static string Common(string a, string b) => a == b ? a : "";
    }
}
