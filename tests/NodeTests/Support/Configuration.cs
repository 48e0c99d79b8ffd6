namespace NodeTests.Support;

/// <summary>A snippet of agent.conf for as long as a test needs it.</summary>
public sealed class Configuration : IDisposable
{
    private const string File = "/etc/automount-agent/agent.conf.d/90-test.conf";

    public Configuration(string text)
    {
        System.IO.File.WriteAllText(File, text);
        Reload();
    }

    public void Dispose()
    {
        System.IO.File.Delete(File);
        Reload();
    }

    /// <summary>Waits until the daemon says that it runs with the new configuration.</summary>
    private static void Reload()
    {
        const string Said = "journalctl -u automount-agent -o cat --no-pager | grep -c 'configuration read again'";
        var before = int.Parse(Shell.Run(Said).Output);
        Shell.Must("systemctl reload automount-agent");
        for (var i = 0; i < 100 && int.Parse(Shell.Run(Said).Output) == before; i++)
        {
            Thread.Sleep(200);
        }
    }
}
