using System.Diagnostics;
using Xunit;

namespace AgentTests.Bus;

/// <summary>
/// A dbus-daemon of the test's own, on a socket in a temporary folder. A test that needs it is skipped where it is not installed.
/// </summary>
public sealed class PrivateBus : IDisposable
{
    private const string Daemon = "/usr/bin/dbus-daemon";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bus");
    private Process? daemon;

    public PrivateBus()
        : this("""
            <policy context="default">
              <allow send_destination="*" eavesdrop="true"/>
              <allow receive_sender="*"/>
              <allow own="*"/>
              <deny send_interface="test.Denied"/>
            </policy>
            """)
    {
    }

    private PrivateBus(string policy)
    {
        Assert.SkipUnless(File.Exists(Daemon), $"{Daemon} is not installed (package dbus-daemon)");
        File.WriteAllText(Path.Combine(folder.FullName, "activated.service"), "[D-BUS Service]\nName=test.Activated\nExec=/bin/false\n");
        File.WriteAllText(Config, $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>custom</type>
              <listen>{Address}</listen>
              <auth>EXTERNAL</auth>
              <servicedir>{folder.FullName}</servicedir>
              {policy}
            </busconfig>
            """);
        Start();
    }

    /// <summary>A bus for all users that denies what is not allowed, as the system bus does, and has one more policy file.</summary>
    public static PrivateBus WithPolicy(string file)
    {
        var bus = new PrivateBus($"""
            <policy context="default">
              <allow user="*"/>
              <deny own="*"/>
              <deny send_type="method_call"/>
              <allow send_type="signal"/>
              <allow send_requested_reply="true" send_type="method_return"/>
              <allow send_requested_reply="true" send_type="error"/>
              <allow receive_type="method_call"/>
              <allow receive_type="method_return"/>
              <allow receive_type="error"/>
              <allow receive_type="signal"/>
              <allow send_destination="org.freedesktop.DBus"/>
            </policy>
            <include>{file}</include>
            """);
        using var open = Process.Start("/usr/bin/chmod", ["755", bus.folder.FullName]);
        open.WaitForExit();
        return bus;
    }

    public string Address => $"unix:path={folder.FullName}/socket";

    private string Config => Path.Combine(folder.FullName, "bus.conf");

    /// <summary>Starts the daemon and returns once it listens.</summary>
    public void Start()
    {
        File.Delete($"{folder.FullName}/socket");
        daemon = Process.Start(new ProcessStartInfo(Daemon, ["--nofork", $"--config-file={Config}", "--print-address=1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        daemon.BeginErrorReadLine();
        Assert.StartsWith("unix:", daemon.StandardOutput.ReadLine() ?? "dbus-daemon did not start");
    }

    /// <summary>Stops the daemon's process (or continues it): it accepts connections and says nothing.</summary>
    public void Pause(bool isPaused = true)
    {
        using var kill = Process.Start("/usr/bin/kill", [isPaused ? "-STOP" : "-CONT", $"{daemon!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Kills the daemon: every connection breaks.</summary>
    public void Stop()
    {
        daemon!.Kill();
        daemon.WaitForExit();
        daemon.Dispose();
        daemon = null;
    }

    public void Dispose()
    {
        if (daemon is not null)
        {
            Stop();
        }

        folder.Delete(recursive: true);
    }
}
