using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

/// <summary>What automount keeps for itself of the options, and what it hands to mount(8).</summary>
public class MountOptionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("rw,sec=krb5p", "rw,sec=krb5p")]
    [InlineData("fstype=nfs4,rw", "rw")]
    [InlineData("rw,,soft,", "rw,soft")]
    [InlineData("bg,bgx,nofg,rw", "rw")]
    [InlineData("strict,rw,nonstrict,stricter", "rw,stricter")]
    [InlineData("timeout=60,browse,nobrowse,rw", "rw")]
    [InlineData("fstype=autofs,timeout=60,browse", "timeout=60,browse")]
    [InlineData("timeout=60,fstype=autofs", "timeout=60")]
    [InlineData("fstype=autofs,fstype=nfs,timeout=60", "")]
    [InlineData("nobind,symlink,nosymlink,rw", "rw")]
    [InlineData("fstype=bind,symlink", "symlink")]
    [InlineData("use-weight-only,no-use-weight-only,rw", "rw")]
    public void MountGetsWhatAutomountLeaves(string options, string expected) => Assert.Equal(expected, MountOptions.Passed(options));

    [Theory]
    [InlineData("rw", false)]
    [InlineData("strict", true)]
    [InlineData("strict,nonstrict", false)]
    [InlineData("nonstrict,strict", true)]
    [InlineData("stricter", false)]
    public void TheLastWordOnStrictnessCounts(string options, bool expected) => Assert.Equal(expected, MountOptions.IsStrict(options));
}
