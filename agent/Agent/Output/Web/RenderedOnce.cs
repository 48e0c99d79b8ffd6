using AutomountAgent.Output.Metrics;

namespace AutomountAgent.Output.Web;

/// <summary>
/// One page of the newest state: rendered when it is first asked for, and shared by all who ask until the next state. So many who ask cost
/// the time and the memory of one. Thread-safe.
/// </summary>
/// <param name="render">Makes the page.</param>
internal sealed class RenderedOnce(Func<MetricsInput, byte[]> render)
{
    private readonly Lock gate = new();
    private MetricsInput? rendered;
    private byte[] page = [];

    /// <summary>The page of a state.</summary>
    public ReadOnlyMemory<byte> Of(MetricsInput input)
    {
        lock (gate)
        {
            if (input != rendered)
            {
                (rendered, page) = (input, render(input));
            }

            return page;
        }
    }
}
