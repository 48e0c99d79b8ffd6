using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>Which versions of NFS a mount may use, from its options.</summary>
public class ExportLocationTests
{
    [Theory]
    [InlineData("rw,hard", NfsVersions.Any, 2049)]
    [InlineData("fstype=nfs4,rw", NfsVersions.Four, 2049)]
    [InlineData("fstype=nfs4,vers=4.1", NfsVersions.Four1, 2049)]
    [InlineData("vers=3,nfsvers=4.2", NfsVersions.Four2, 2049)]
    [InlineData("v3,port=12049", NfsVersions.Three, 12049)]
    [InlineData("vers=4.0", NfsVersions.Four0, 2049)]
    public void TheLastVersionCounts(string options, NfsVersions versions, int port) =>
        Assert.Equal(new ExportLocation("nfs1", port, versions, "/x"), ExportLocation.Of("nfs1", "/x", options));
}
