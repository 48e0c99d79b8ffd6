using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PackagingTests.Emit.Support;

/// <summary>The pages of many agents, as Prometheus scrapes them, and a webhook that keeps what Alertmanager sends.</summary>
internal sealed class SimulatedFleet : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string address;
    private readonly int nodes;
    private int scrapes;

    public SimulatedFleet(int nodes)
    {
        this.nodes = nodes;
        address = $"127.0.0.1:{FreePort()}";
        listener.Prefixes.Add($"http://{address}/");
        listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Whether the server nfs2 is dead for every node.</summary>
    public bool IsServerDead { get; set; }

    /// <summary>Whether the directory is dead for every node.</summary>
    public bool IsDirectoryDead { get; set; }

    /// <summary>How many pages were scraped.</summary>
    public int Scrapes => scrapes;

    /// <summary>The bodies of what the webhook got.</summary>
    public ConcurrentQueue<string> Notifications { get; } = new();

    public string Webhook => $"http://{address}/webhook";

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>What Prometheus reads: each node is a path.</summary>
    public string PrometheusConfig(int alertmanager)
    {
        var targets = Enumerable.Range(1, nodes)
            .Select(n => $"      - {{targets: ['{address}'], labels: {{__metrics_path__: /node/{n}, instance: n{n}}}}}\n");
        return $$"""
            global: {scrape_interval: 3s, evaluation_interval: 3s}
            rule_files: [rules.yaml]
            alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:{{alertmanager}}']}]}]}
            scrape_configs:
              - job_name: automount-metrics
                static_configs:
            {{string.Concat(targets)}}
            """;
    }

    /// <summary>Waits for something that must come.</summary>
    public async Task WaitFor(Func<bool> come, string what, Daemon who)
    {
        for (var tries = 0; tries < 240 && !come(); tries++)
        {
            await Task.Delay(500);
        }

        Xunit.Assert.True(come(), $"not {what}: {who.Log}");
    }

    /// <summary>Waits for what must not come: two intervals of a group.</summary>
    public Task Settle() => Task.Delay(TimeSpan.FromSeconds(8));

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                var context = await listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // One that asked has gone, or the listener is closed.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        if (context.Request.HttpMethod == "POST")
        {
            using var reader = new StreamReader(context.Request.InputStream);
            Notifications.Enqueue(await reader.ReadToEndAsync());
        }
        else
        {
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Page()));
            Interlocked.Increment(ref scrapes);
        }

        context.Response.Close();
    }

    private string Page()
    {
        var server = IsServerDead ? 1 : 0;
        var directory = IsDirectoryDead ? 1 : 0;
        var mounts = IsServerDead ? "hung" : "healthy";
        var first = IsDirectoryDead ? ("directory", "directory/refused") : ("server", "server/hung");
        var broken = server + directory == 0 ? "" : $"automount_first_broken{{link=\"{first.Item1}\",code=\"{first.Item2}\"}} 1\n";
        return $$"""
            automount_agent_info{version="1.0.0",revision="a1"} 1
            automount_check_success{check="mounts"} 1
            automount_pods{state="ok"} {{1 - server}}
            automount_pods{state="hung"} {{server}}
            automount_pod_info{namespace="shop",pod="web",root="/home",server="nfs2"} 1
            automount_nfs_server_up{server="nfs1"} 1
            automount_nfs_server_up{server="nfs2"} {{1 - server}}
            automount_nfs_mounts{server="nfs1",state="healthy"} 3
            automount_nfs_mounts{server="nfs2",state="{{mounts}}"} 3
            automount_required_path_ready{path="/home/a",server="nfs2",root="/home"} {{1 - server}}
            automount_required_path_ready{path="/data/a",server="nfs1",root="/data"} 1
            automount_probers_abandoned {{server}}
            automount_link_state{link="server",state="broken"} {{server}}
            automount_link_state{link="directory",state="broken"} {{directory}}
            automount_sssd_domain_online{domain="example.com"} {{1 - directory}}
            automount_directory_server_up{server="ldap://ldap1"} {{1 - directory}}
            {{broken}}
            """;
    }
}
