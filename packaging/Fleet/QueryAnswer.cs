using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AutomountPackaging.Fleet;

/// <summary>One value of an answer.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">The value.</param>
internal sealed record Sample(ImmutableDictionary<string, string> Labels, double Value)
{
    /// <summary>A label; empty when there is none, which is the same to Prometheus.</summary>
    public string this[string label] => Labels.GetValueOrDefault(label, "");
}

/// <summary>The answer to an instant query of the HTTP API of Prometheus.</summary>
/// <param name="Samples">Its values.</param>
/// <param name="Warnings">What is missing in it, as the server says.</param>
internal sealed record QueryAnswer(ImmutableArray<Sample> Samples, ImmutableArray<string> Warnings)
{
    /// <summary>Nothing.</summary>
    public static QueryAnswer Empty { get; } = new([], []);

    /// <summary>The answer in a body; null when it is none.</summary>
    public static QueryAnswer? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var data = json.RootElement.GetProperty("data");
            return data.GetProperty("resultType").GetString() == "vector"
                ? new([.. data.GetProperty("result").EnumerateArray().Select(SampleOf)], Warned(json.RootElement))
                : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>What a body says is the matter.</summary>
    public static string ErrorOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("error").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "it does not say why";
        }
    }

    private static Sample SampleOf(JsonElement sample) => new(
        sample.GetProperty("metric").EnumerateObject().ToImmutableDictionary(label => label.Name, label => label.Value.GetString() ?? ""),
        NumberOf(sample.GetProperty("value")[1].GetString() ?? ""));

    /// <summary>A number as Prometheus writes it, whose infinity .NET does not know.</summary>
    private static double NumberOf(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static ImmutableArray<string> Warned(JsonElement root) => root.TryGetProperty("warnings", out var warnings)
        ? [.. warnings.EnumerateArray().Select(warning => warning.GetString() ?? "")]
        : [];
}
