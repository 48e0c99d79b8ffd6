using System.Diagnostics;
using System.Text.Json;
using NodeTests.Support;

namespace NodeTests.Faults;

/// <summary>What <c>automount-agent explain</c> says of a path.</summary>
/// <param name="Link">The link that is blamed; <see cref="None"/> when all are ok.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Text">The document.</param>
internal sealed record Explained(string Link, TimeSpan Took, string Text)
{
    /// <summary>No link.</summary>
    public const string None = "none";

    /// <summary>Its own time-out is 20 s; the node may take some more to start it.</summary>
    private const int Seconds = 60;

    /// <summary>Asks for a path, as root.</summary>
    public static Explained Of(string path)
    {
        var watch = Stopwatch.StartNew();
        var result = Shell.Run($"automount-agent explain --output json {path}", Seconds);
        var took = watch.Elapsed;
        if (result.Output.Length == 0)
        {
            return new(None, took, result.ToString());
        }

        using var document = JsonDocument.Parse(result.Output);
        var blamed = document.RootElement.TryGetProperty("blamed", out var link) ? link.GetString() : null;
        return new(blamed ?? None, took, result.Output);
    }
}
