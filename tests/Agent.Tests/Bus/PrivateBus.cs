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
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow receive_sender="*"/>
                <allow own="*"/>
                <deny send_interface="test.Denied"/>
              </policy>
            </busconfig>
            """);
        Start();
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
