using System.Collections.Immutable;
using System.CommandLine;
using Automount.Files;
using AutomountPackaging.Cluster;
using AutomountPackaging.Fleet;

namespace AutomountPackaging.Commands;

/// <summary>
/// <c>automount-packaging nodes</c>, and <c>oc automount</c>: what the agents of all nodes say. Thanos Querier is asked, with the token of
/// the user. The agents themselves cannot be asked through the API server: it takes the Authorization header away from what it passes on
/// (kubernetes v1.36, apiserver/pkg/endpoints/filters/authentication.go), and the proxy in front of an agent then answers 401.
/// </summary>
internal static class NodesCommand
{
    /// <summary>Name of the command.</summary>
    public const string Name = "nodes";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var output = new Option<string>("--output", "-o") { Description = "how it is printed", DefaultValueFactory = _ => "table" };
        output.AcceptOnlyFromAmong("table", "json");
        var file = Path("--kubeconfig", "the kubeconfig file, instead of KUBECONFIG and ~/.kube/config");
        var context = new Option<string?>("--context")
        {
            Description = "a context of kubeconfig, instead of the current one",
            HelpName = "NAME",
        };
        var thanos = new Option<Uri?>("--thanos")
        {
            Description = "address of Thanos Querier, or of a Prometheus, instead of that of its route",
            HelpName = "URL",
            CustomParser = given => Uri.TryCreate(given.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
                ? url
                : Refuse(given),
        };
        var token = Path("--token-file", "a file with the bearer token, instead of that of the user of kubeconfig");
        var authority = Path(
            "--certificate-authority", "certificates in PEM that are trusted besides those of the system and of kubeconfig");
        var command = new Command(Name,
            "what the agents of all nodes say, from the cluster's monitoring: status 0 no error, 1 errors, 2 not all of it is known")
        {
            output, file, context, thanos, token, authority,
        };
        command.SetAction((arguments, cancel) => RunAsync(
            new(arguments.GetValue(file), arguments.GetValue(context), arguments.GetValue(thanos), arguments.GetValue(token),
                arguments.GetValue(authority)),
            arguments.GetValue(output) == "json", cancel));
        return command;
    }

    private static async Task<int> RunAsync(Given given, bool isJson, CancellationToken cancel)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        all.CancelAfter(Deadline);
        try
        {
            return Print(FleetView.Of(await AskAsync(given, all.Token)), isJson);
        }
        catch (ClusterException e)
        {
            Messages.Say($"{Name}: {e.Message}");
            return ExitStatus.Unknown;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Messages.Say($"{Name}: the cluster does not answer within {Deadline.TotalSeconds:0} s: can it be reached from here?");
            return ExitStatus.Unknown;
        }
    }

    private static async Task<ImmutableDictionary<string, QueryAnswer>> AskAsync(Given given, CancellationToken cancel)
    {
        var token = given.TokenFile is { } file ? KubeconfigFiles.Text(file).Trim() : null;
        var authority = given.Authority is { } pem ? KubeconfigFiles.Text(pem) : "";
        if (given is { Thanos: { } known, TokenFile: not null })
        {
            using var direct = new HttpsClient(token!, authority);
            return await new QueryClient(direct, known).AskAsync(FleetQuery.All, cancel);
        }

        var access = KubeconfigFiles.Read(given.Kubeconfig).Access(given.Context, token);
        using var cluster = new HttpsClient(access.Token, access.Authorities, authority);
        var address = given.Thanos ?? await ThanosAddress.FindAsync(cluster, access.Server, cancel);
        var router = await ThanosAddress.RouterAuthoritiesAsync(cluster, access.Server, cancel);
        using var monitoring = new HttpsClient(access.Token, access.Authorities, authority, router);
        return await new QueryClient(monitoring, address).AskAsync(FleetQuery.All, cancel);
    }

    private static int Print(FleetView view, bool isJson)
    {
        if (isJson)
        {
            StandardOutput.WriteDocument(FleetJson.Bytes(view));
        }
        else
        {
            foreach (var line in FleetTable.Lines(view))
            {
                Console.WriteLine(line);
            }
        }

        if (view.Answering.Length + view.Silent.Length == 0)
        {
            Messages.Say($"{Name}: Prometheus scrapes no agent: is monitoring of user-defined projects on, and is the DaemonSet applied?");
        }

        if (view.HasErrors)
        {
            return ExitStatus.Error;
        }

        return view.IsComplete ? ExitStatus.Ok : ExitStatus.Unknown;
    }

    private static Option<string?> Path(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static Uri? Refuse(System.CommandLine.Parsing.ArgumentResult given)
    {
        given.AddError($"{Name}: --thanos is an address that begins with https://");
        return null;
    }

    private sealed record Given(string? Kubeconfig, string? Context, Uri? Thanos, string? TokenFile, string? Authority);
}
