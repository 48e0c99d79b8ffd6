using NodeTests.Support;

namespace NodeTests;

/// <summary>What the daemon keeps on the disk of the node, and what leaves the node in a bundle.</summary>
[Collection("node")]
public class HistoryTests
{
    /// <summary>The folder that systemd makes is the daemon's own, and making it moves the daemon into no mount namespace.</summary>
    [Fact]
    public void TheDaemonWritesItsHistory()
    {
        Assert.Equal("700 root", Shell.Must("stat -c '%a %U' /var/lib/automount-agent").Trim());
        Assert.Equal(
            Shell.Must("readlink /proc/1/ns/mnt"), Shell.Must("readlink /proc/$(systemctl show -P MainPID automount-agent)/ns/mnt"));

        var result = Shell.Run("automount-agent history");

        Assert.Equal(0, result.Status);
        Assert.Contains(" started", result.Output);
    }

    [Fact]
    public void ABundleHasWhatTheDaemonAndTheJournalSay()
    {
        var result = Shell.Run("automount-agent report --output - | tar xzO --wildcards '*/status.json' '*/journal/automount-agent.txt'");

        Assert.Equal(0, result.Status);
        Assert.Contains("\"verdict\"", result.Output);
        Assert.Contains("Started", result.Output);
    }
}
