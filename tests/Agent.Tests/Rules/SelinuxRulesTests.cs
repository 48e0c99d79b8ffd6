using AgentTests.Support;
using AutomountAgent.Collect.Mounts;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using AutomountAgent.Rules;
using Xunit;

namespace AgentTests.Rules;

public sealed class SelinuxRulesTests : IDisposable
{
    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("selinux-");

    public void Dispose() => tree.Delete(recursive: true);

    [Theory]
    [InlineData("1", "0 0", "1 1", "mount/selinux-containers")]
    [InlineData("1", "1 1", "0 0", "mount/selinux-homes")]
    [InlineData("1", "0 1", "0 0", "mount/selinux-containers mount/selinux-homes")] // A change that is not committed is not in force.
    [InlineData("1", "1 0", "1 1", "")]
    [InlineData("0", "0 0", "0 0", "")] // Permissive.
    [InlineData("1", null, null, "")] // A policy without them.
    [InlineData("", "0 0", "0 0", "")]
    [InlineData(null, null, null, "")] // No SELinux.
    public void BooleansThatAreOffWhileSelinuxIsEnforcingAreNamed(string? enforce, string? containers, string? homes, string codes)
    {
        Write("enforce", enforce);
        Write("booleans/virt_use_nfs", containers);
        Write("booleans/use_nfs_home_dirs", homes);
        var mounts = new MountsSnapshot(
            [Some.Root("/home", "auto.home")], []) { SelinuxOff = SelinuxBooleans.Off(new HostPaths(tree.FullName)) };

        Assert.Equal(
            codes, string.Join(' ', SelinuxRules.Run(NodeState.Empty with { Mounts = Some.Seen(mounts) }).Select(f => f.Kind.Code)));
    }

    [Fact]
    public void ANodeWithoutMountsHasNoFault() =>
        Assert.Empty(
            SelinuxRules.Run(NodeState.Empty with { Mounts = Some.Seen(new MountsSnapshot([], []) { SelinuxOff = ["virt_use_nfs"] }) }));

    private void Write(string name, string? text)
    {
        if (text is not null)
        {
            var path = Path.Combine(tree.FullName, "sys/fs/selinux", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}
