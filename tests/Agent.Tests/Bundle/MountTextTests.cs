using System.Text;
using AutomountAgent.Bundle;
using Xunit;

namespace AgentTests.Bundle;

/// <summary>
/// The kernel escapes blanks and backslashes of a mount (proc(5)), and nothing else: a name may move the cursor of a terminal.
/// </summary>
[Trait("suite", "hostile")]
public class MountTextTests
{
    [Fact]
    public void ALineOfTheTableIsPrintable() => Assert.Equal(
        """
        23 22 0:52 / /home/u\0407 rw shared:3 - nfs4 nfs1:/\x1B[2Jx rw,vers=4.2

        """,
        MountText.Table("23 22 0:52 / /home/u\\0407 rw shared:3 - nfs4 nfs1:/\u001b[2Jx rw,vers=4.2\n"u8.ToArray()));

    [Fact]
    public void ANameInTheStatisticsIsPrintable() => Assert.Equal(
        "device nfs1:/\\x1B[2Jx\\x0Dy mounted on /home/u7 with fstype nfs4 statvers=1.1\n\tage:\t100\n",
        MountText.Statistics(Encoding.UTF8.GetBytes(
            "device nfs1:/\u001b[2Jx\ry mounted on /home/u7 with fstype nfs4 statvers=1.1\n\tage:\t100\ndevice proc mounted on /proc with "
            + "fstype proc\n")));
}
