using System.Text;
using AutomountAgent.Model;
using AutomountAgent.Output.Metrics;
using AutomountAgent.Output.Terminal;
using Microsoft.Net.Http.Headers;

namespace AutomountAgent.Output.Web;

/// <summary>
/// <c>/readyz?condition=NAME</c>: one condition of the node. 200 says that its status is True, and 503 that it is False or Unknown: so the
/// reporter of node-readiness-controller reads it (kubernetes-sigs/node-readiness-controller v0.5.0,
/// cmd/readiness-condition-reporter/main.go, checkHealth), and so the side on which it errs is the safe one for both conditions.
/// </summary>
/// <param name="newest">What is published at this moment.</param>
internal sealed class ConditionPage(Func<MetricsInput> newest)
{
    /// <summary>The parameter that names the condition.</summary>
    public const string Parameter = "condition";

    private static readonly string Known = string.Join(" and ", NodeConditions.Types.Select(type => type.Name()));

    /// <summary>Answers a request that has the parameter.</summary>
    public ReadOnlyMemory<byte> Answer(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.Vary = "Accept";
        if (Type(context.Request) is not { } type)
        {
            response.StatusCode = StatusCodes.Status400BadRequest;
            return Encoding.UTF8.GetBytes($"there is no such condition: there are {Known}\n");
        }

        var conditions = newest().Shown?.Conditions ?? NodeConditions.NotYet;
        var condition = conditions.First(c => c.Type == type);
        var isTrue = condition.Status == ConditionStatus.True;
        response.StatusCode = isTrue ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        if (!WantsJson(context.Request))
        {
            return Encoding.UTF8.GetBytes(ConditionLine.Of(condition) + '\n');
        }

        response.ContentType = "application/json; charset=utf-8";
        return ChainJson.Bytes(condition);
    }

    private static ConditionType? Type(HttpRequest request) =>
        request.Query[Parameter] is [{ } name] ? NodeConditions.Find(name) : null;

    /// <summary>JSON for who asks for it by name: browsers and curl take anything, and get text.</summary>
    private static bool WantsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept!, out var types)
        && types.Any(type => type.MediaType == "application/json" && type.Quality is not 0);
}
