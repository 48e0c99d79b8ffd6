using System.Buffers;
using System.Text;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Terminal;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AutomountAgent.Output.Web;

/// <summary>Answers the requests of the endpoint.</summary>
/// <param name="sources">Where the answers come from.</param>
internal sealed class Pages(EndpointSources sources) : IHttpApplication<HttpContext>
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        // The whole answer first: what fails on the way is a clean 500, and HEAD knows the length.
        var body = new ArrayBufferWriter<byte>();
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            Say(response, body, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD are answered");
        }
        else
        {
            Answer(context, body);
        }

        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private void Answer(HttpContext context, ArrayBufferWriter<byte> body)
    {
        var response = context.Response;
        var input = sources.Metrics();
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                var openMetrics = WantsOpenMetrics(context.Request.Headers.Accept);
                response.ContentType = MetricsWriter.ContentType(openMetrics);
                response.Headers.Vary = "Accept";
                MetricsPage.Render(body, input, openMetrics);
                break;
            case "/healthz" when sources.Healthy():
                Say(response, body, StatusCodes.Status200OK, "ok");
                break;
            case "/healthz":
                Say(response, body, StatusCodes.Status503ServiceUnavailable, "the rounds of the agent do not go on");
                break;
            case "/readyz":
                var missing = EndpointSources.NotReady(input.State, input.Report);
                Say(response, body, missing is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, missing ?? "ok");
                break;
            case "/api/v1/status" when input.Report is { } report:
                response.ContentType = "application/json; charset=utf-8";
                body.Write(ChainJson.Bytes(report));
                break;
            case "/" when input.Report is { } report:
                response.ContentType = "text/html; charset=utf-8";
                response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
                Encoding.UTF8.GetBytes(StatusPage.Html(report, input.State.Required?.Seen, input.Agent), body);
                break;
            case "/" or "/api/v1/status":
                Say(response, body, StatusCodes.Status503ServiceUnavailable, "the first round is not done yet");
                break;
            default:
                Say(response, body, StatusCodes.Status404NotFound, "there are /metrics, /healthz, /readyz, /api/v1/status and /");
                break;
        }
    }

    /// <summary>OpenMetrics for who asks for it by name, in a version that is written here, at least as much as for plain text.</summary>
    private static bool WantsOpenMetrics(IList<string?> accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept!, out var types))
        {
            return false;
        }

        var open = types.Where(t => t.MediaType == "application/openmetrics-text" && Version(t) is null or "0.0.1" or "1.0.0");
        var plain = types.Where(t => t.MediaType == "text/plain");
        var wanted = open.Select(t => t.Quality ?? 1).DefaultIfEmpty(0).Max();
        return wanted > 0 && wanted >= plain.Select(t => t.Quality ?? 1).DefaultIfEmpty(0).Max();
    }

    private static string? Version(MediaTypeHeaderValue type) => type.Parameters.FirstOrDefault(p => p.Name == "version")?.Value.Value;

    private static void Say(HttpResponse response, ArrayBufferWriter<byte> body, int status, string line)
    {
        response.StatusCode = status;
        response.ContentType = Plain;
        Encoding.UTF8.GetBytes(line + '\n', body);
    }
}
