using AutomountPackaging.Emit;
using AutomountPackaging.Emit.Pool;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

public class ContainerfileTests
{
    [Theory]
    [InlineData(19, "ostree container commit")]
    [InlineData(20, "bootc container lint")]
    [InlineData(21, "bootc container lint")]
    public void ItEndsAsItsVersionWants(int minor, string closing) => Assert.EndsWith($"    {closing}\n", Text(minor));

    [Fact]
    public void TheAgentComesFromANamedStageByDigest()
    {
        var lines = Text(20).Split('\n');

        Assert.Equal($"FROM {Case.Image} AS automount-agent", lines[0]);
        Assert.Equal("FROM configs AS final", lines[1]);
        Assert.Equal("COPY --from=automount-agent /usr /usr", lines[2]);
        Assert.Single(lines, l => l.StartsWith("RUN "));
    }

    [Fact]
    public void OrTheAgentComesAsAnRpm()
    {
        var text = ContainerfileText.Write(Case.Values() with { AgentImage = null,
            AgentRpm = "https://rpm.example.com/automount-agent.rpm" }, []);

        Assert.StartsWith("FROM configs AS final\nRUN ", text);
        Assert.Contains(" openldap-clients https://rpm.example.com/automount-agent.rpm && ", text);
    }

    [Fact]
    public void EveryPackageOfTheChainIsInstalledFromTheMinorReleaseOfTheNode() => Assert.Contains(
        "dnf -y --releasever=\"${RHEL_VERSION:-$VERSION_ID}\" --setopt=install_weak_deps=False install autofs libsss_autofs sssd-dbus "
            + "openldap-clients",
        Text(19));

    [Fact]
    public void NothingGoesWhereAnImageIsNotUpdated() => Assert.DoesNotMatch(
        @"\s/(var|opt|home|root|srv|mnt|tmp|run|boot|usr/local|usr/etc)\b",
        Text(20).Replace("rm -rf /var/cache/dnf /var/lib/dnf /var/log/dnf* /var/log/hawkey.log", ""));

    [Fact]
    public void WhatDnfLeavesBelowVarIsDeleted() =>
        Assert.Contains(" && \\\n    rm -rf /var/cache/dnf /var/lib/dnf /var/log/dnf* ", Text(20));

    [Fact]
    public void OnlyMountPointsThatCannotBeMadeAtRunTimeAreMade()
    {
        var made = MountPoints.ToMake(["/var/nfs", "/mnt/nfs", "/projects", "/nfs/tools", "/opt/x", "/variable"]);

        Assert.Equal(["/nfs/tools", "/projects", "/variable"], made);
        Assert.Contains("mkdir -p /nfs/tools /projects /variable && ", ContainerfileText.Write(Case.Values(), made));
        Assert.DoesNotContain("mkdir", Text(20));
    }

    [Fact]
    public void MountPointsAreThoseOfTheMasterMapAndOfDirectMaps()
    {
        var inputs = new Inputs
        {
            Maps =
            [
                Case.File("auto.direct", "/nfs/tools -ro nfs1:/tools\n# /nfs/none nfs1:/x\n"),
                Case.File("site.autofs", "# comment\n/data auto.data\n/- /etc/auto.direct\n/projects/ auto.more\n"),
                Case.File("more.autofs", "/home auto.home\n+auto.more\n"),
            ],
        };

        var points = MountPoints.Of(Case.Values() with { MountPoints = ["/ldap"] }, inputs);
        Assert.Equal(["/ldap", "/data", "/nfs/tools", "/projects"], points);
    }

    [Fact]
    public void OneThatIsTooLongIsRefusedAndOneThatJustFitsIsNot()
    {
        var values = Case.Values();
        var room = ContainerfileText.MaxLength - ContainerfileText.Write(values, []).Length - 1;
        var emitter = new Emitter((_, _) => []);

        Assert.Empty(emitter.Emit(values with { Packages = [new string('x', room)] }, new()).Problems);
        var refused = emitter.Emit(values with { Packages = [new string('x', room + 1)] }, new());
        Assert.Contains("4097 characters", Assert.Single(refused.Problems).Reason);
        Assert.Empty(refused.Files);
    }

    [Fact]
    public void ShellCheckFindsNothingInIt()
    {
        using var folder = new TestFolder();
        foreach (var (index, (values, inputs)) in Case.Matrix().Index().Where(c => c.Index % 5 == 0))
        {
            var run = ContainerfileText.Write(values, MountPoints.ToMake(MountPoints.Of(values, inputs)));
            folder.Write($"{index}.sh", "#!/bin/sh\n# shellcheck source=/dev/null\n" + run[(run.IndexOf("RUN ") + 4)..]);
        }

        var result = Tool.RunOrSkip("shellcheck", folder.Path, ["--severity=style", .. Directory.GetFiles(folder.Path)]);

        Assert.True(result.Status == 0, result.Output);
    }

    private static string Text(int minor) => ContainerfileText.Write(Case.Values(minor), []);
}
