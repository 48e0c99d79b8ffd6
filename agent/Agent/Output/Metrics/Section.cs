namespace AutomountAgent.Output.Metrics;

/// <summary>Families that come from one part of what is published. They are written again only when that part has changed.</summary>
/// <param name="source">The part, or a tuple of parts.</param>
/// <param name="write">Writes the families.</param>
internal sealed class Section(Func<MetricsInput, object?> source, Action<MetricsInput> write)
{
    private object? written = new();

    /// <summary>Brings the families up to date.</summary>
    public void Update(MetricsInput input)
    {
        var part = source(input);
        if (Equals(part, written))
        {
            return;
        }

        write(input);
        written = part;
    }
}
