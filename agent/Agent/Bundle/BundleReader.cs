using Automount.Text;

namespace AutomountAgent.Bundle;

/// <summary>Reads all parts of a bundle at the same time. One that hangs costs its deadline and no other part.</summary>
/// <param name="deadline">How long a part may take.</param>
/// <param name="time">Clock.</param>
internal sealed class BundleReader(TimeSpan deadline, TimeProvider time)
{
    /// <summary>A part that is longer is cut.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>What stands at the end of a part that was cut.</summary>
    public const string Cut = "\n[cut here]\n";

    /// <summary>Reads the parts. What is wrong with one is in its result.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was set.</exception>
    public Task<BundleResult[]> ReadAsync(IEnumerable<BundlePart> parts, CancellationToken cancel) =>
        Task.WhenAll(parts.Select(part => ReadAsync(part, cancel)));

    private async Task<BundleResult> ReadAsync(BundlePart part, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var text = await part.ReadAsync(end.Token).WaitAsync(deadline, time, cancel);
            return new(part, Bounded(part, text), null, time.GetElapsedTime(start));
        }
        catch (TimeoutException)
        {
            await end.CancelAsync();
            return new(part, null, $"it was not read within {deadline.TotalSeconds:0.###} s", time.GetElapsedTime(start));
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return new(part, null, Masking.Line(Printable.Escape(e.Message, 500)), time.GetElapsedTime(start));
        }
    }

    /// <summary>The last look at every part, whatever it is made of: what looks like a credential does not leave the node.</summary>
    private static string Bounded(BundlePart part, string text)
    {
        Func<string, string> line = part.Name.EndsWith(".json", StringComparison.Ordinal) ? Masking.JsonLine : Masking.Line;
        var masked = Masking.Lines(text.Length <= MaxLength ? text : text[..MaxLength], line);
        return text.Length <= MaxLength ? masked : masked + Cut;
    }
}
