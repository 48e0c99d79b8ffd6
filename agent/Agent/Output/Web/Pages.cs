using System.Security.Cryptography;
using System.Text;
using AutomountAgent.Output.Metrics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace AutomountAgent.Output.Web;

/// <summary>Answers the requests of the endpoint.</summary>
/// <param name="sources">Where the answers come from.</param>
/// <param name="names">Under which names it may be asked.</param>
internal sealed class Pages(EndpointSources sources, OwnNames names) : IHttpApplication<HttpContext>
{
    /// <summary>
    /// Every page is there below this folder as well. A proxy that asks Kubernetes who may read a path asks for the path alone, and the
    /// role <c>system:discovery</c> gives <c>/api/*</c> and <c>/readyz</c> to whoever has logged in.
    /// </summary>
    public const string OwnPrefix = "/automount";

    private const string Plain = "text/plain; charset=utf-8";
    private readonly MetricsPage metrics = new(sources.Newest, sources.Counters, sources.Usage);
    private readonly StatusDocument status = new(RandomNumberGenerator.GetBytes(32));
    private readonly ConditionPage conditions = new(sources.Newest);
    private readonly RenderedOnce front = new(input => Encoding.UTF8.GetBytes(StatusPage.Html(input)));

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async Task ProcessRequestAsync(HttpContext context)
    {
        var place = context.Features.GetRequiredFeature<Places.Place>();
        var isScrape = PathOf(context.Request) is "/metrics" or "/healthz" or "/readyz";
        place.Turn(isScrape ? PlaceUse.Scrape : PlaceUse.Page);
        try
        {
            await SendAsync(context);
        }
        finally
        {
            place.Turn(PlaceUse.Waiting);
        }
    }

    private async Task SendAsync(HttpContext context)
    {
        // The whole answer first: what fails on the way is a clean 500, and HEAD knows the length.
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        var body = Answer(context);
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private ReadOnlyMemory<byte> Answer(HttpContext context)
    {
        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            return Say(response, StatusCodes.Status405MethodNotAllowed, "only GET and HEAD are answered");
        }

        if (!names.Contain(context.Request.Host.Host))
        {
            return Say(response, StatusCodes.Status421MisdirectedRequest, "ask for localhost, an address or the name of this node");
        }

        return PathOf(context.Request) switch
        {
            "/metrics" => Metrics(context),
            "/healthz" => Health(response),
            "/readyz" when context.Request.Query.ContainsKey(ConditionPage.Parameter) => conditions.Answer(context),
            "/readyz" => Ready(response),
            "/api/v1/status" => Status(context),
            "/" => Front(response),
            { } path when path.StartsWith(FindingPage.Path, StringComparison.Ordinal) => Explained(response, path),
            _ => Say(
                response, StatusCodes.Status404NotFound, "there are /metrics, /healthz, /readyz, /api/v1/status, /findings/CODE and /"),
        };
    }

    /// <summary>The path without <see cref="OwnPrefix"/>.</summary>
    private static string PathOf(HttpRequest request) =>
        request.Path.StartsWithSegments(OwnPrefix, StringComparison.Ordinal, out var rest) ? rest.Value! : request.Path.Value!;

    private ReadOnlyMemory<byte> Metrics(HttpContext context)
    {
        var openMetrics = WantsOpenMetrics(context.Request.Headers.Accept);
        context.Response.ContentType = MetricsPage.ContentType(openMetrics);
        context.Response.Headers.Vary = "Accept";
        return metrics.Render(openMetrics);
    }

    private ReadOnlyMemory<byte> Health(HttpResponse response) => sources.Healthy()
        ? Say(response, StatusCodes.Status200OK, "ok")
        : Say(response, StatusCodes.Status503ServiceUnavailable, "the rounds of the agent do not go on");

    private ReadOnlyMemory<byte> Ready(HttpResponse response)
    {
        var input = sources.Newest();
        return EndpointSources.NotReady(input.State, input.Report) is { } missing
            ? Say(response, StatusCodes.Status503ServiceUnavailable, missing)
            : Say(response, StatusCodes.Status200OK, "ok");
    }

    private ReadOnlyMemory<byte> Status(HttpContext context)
    {
        var (response, input) = (context.Response, sources.Newest());
        if (input.Report is null)
        {
            return TooEarly(response);
        }

        if (StatusDocument.WantsRedaction(context.Request) is not { } isRedacted)
        {
            return Say(response, StatusCodes.Status400BadRequest, $"{StatusDocument.Parameter} is 0 or 1");
        }

        response.ContentType = "application/json; charset=utf-8";
        return status.Of(input, isRedacted);
    }

    private ReadOnlyMemory<byte> Front(HttpResponse response)
    {
        var input = sources.Newest();
        if (input.Report is null)
        {
            return TooEarly(response);
        }

        BeHtml(response);
        return front.Of(input);
    }

    private static ReadOnlyMemory<byte> Explained(HttpResponse response, string path)
    {
        if (FindingPage.Html(path) is not { } page)
        {
            return Say(response, StatusCodes.Status404NotFound, "there is no such code: automount-agent findings lists them");
        }

        BeHtml(response);
        return Encoding.UTF8.GetBytes(page);
    }

    private static void BeHtml(HttpResponse response)
    {
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    }

    private static ReadOnlyMemory<byte> TooEarly(HttpResponse response) =>
        Say(response, StatusCodes.Status503ServiceUnavailable, "the first round is not done yet");

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

    private static ReadOnlyMemory<byte> Say(HttpResponse response, int status, string line)
    {
        response.StatusCode = status;
        response.ContentType = Plain;
        return Encoding.UTF8.GetBytes(line + '\n');
    }
}
