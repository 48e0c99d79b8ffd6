using AutomountAgent.Derive;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Terminal;

namespace AutomountAgent.Output.Web;

/// <summary>
/// <c>/api/v1/status</c>, and with <c>?redact=1</c> the same without names. A parameter and no header, so that a link, a bookmark and curl
/// can have it without more.
/// </summary>
/// <param name="key">Secret of this process for the placeholders: they change when it starts again.</param>
internal sealed class StatusDocument(byte[] key)
{
    /// <summary>The parameter that asks for redaction.</summary>
    public const string Parameter = "redact";

    private readonly RenderedOnce whole = new(input => ChainJson.Bytes(input.Shown!, NodeOverview.Of(input.State)));
    private readonly RenderedOnce redacted = new(input => Redacted(key, input));

    /// <summary>Whether a request asks for it; null when what it says is neither 0 nor 1.</summary>
    public static bool? WantsRedaction(HttpRequest request) => request.Query[Parameter] switch
    {
        [] or ["0"] => false,
        ["1"] => true,
        _ => null,
    };

    /// <summary>The document of a state that has a report.</summary>
    public ReadOnlyMemory<byte> Of(MetricsInput input, bool isRedacted) => isRedacted ? redacted.Of(input) : whole.Of(input);

    private static byte[] Redacted(byte[] key, MetricsInput input)
    {
        var redaction = new Redaction(key, input.State);
        return ChainJson.Bytes(redaction.Of(input.Shown!), redaction.Of(NodeOverview.Of(input.State)));
    }
}
