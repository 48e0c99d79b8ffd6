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
    [InlineData(22, "bootc container lint")]
    [InlineData(50, "bootc container lint")]
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
            AgentRpm = "https://rpm.example.com/automount-agent.rpm" }, [], false);

        Assert.StartsWith("FROM configs AS final\nRUN ", text);
        Assert.Contains(" openldap-clients https://rpm.example.com/automount-agent.rpm && ", text);
    }

    [Fact]
    public void EveryPackageOfTheChainIsInstalledFromTheRepositoriesOfTheNode() => Assert.Contains(
        "dnf -y --releasever=\"${RHEL_VERSION:-$VERSION_ID}\" --setopt='rhel-*-baseos-eus-rpms.enabled=1' \\\n"
            + "        --setopt='rhel-*-appstream-eus-rpms.enabled=1' --setopt=install_weak_deps=False install \\\n"
            + "        autofs libsss_autofs sssd-dbus openldap-clients",
        Text(19));

    /// <summary>The script of the image, taken out of the Containerfile and run below a folder, with a stand-in for install(1).</summary>
    [Theory]
    [InlineData("VERSION_ID=9.6", "-m 600")]
    [InlineData("VERSION_ID=4.18\nRHEL_VERSION=9.4", "-m 600")]
    [InlineData("VERSION_ID=10.2", "-m 640 -g sssd")]
    public void SssdGetsItsFilesAsItsVersionWantsThem(string release, string mode)
    {
        using var folder = new TestFolder();
        var run = ContainerfileText.Write(Case.Values(19), [], hasSssd: true);
        var from = run.IndexOf("printf '%s\\n' \\\n        '#!/bin/sh'", StringComparison.Ordinal);
        var write = run[from..run.IndexOf(" && \\\n    chmod", from, StringComparison.Ordinal)];
        folder.Write("etc/os-release", release);
        folder.Write("etc/automount-agent/sssd/sssd.conf", "[sssd]\n");
        folder.Write("etc/automount-agent/sssd/conf.d/a b.conf", "[nss]\n");
        folder.Write("etc/sssd/conf.d/automount-old.conf", "");
        folder.Write("etc/sssd/conf.d/99-mine.conf", "");
        Directory.CreateDirectory(folder["usr/libexec"]);
        File.SetUnixFileMode(folder.Write("bin/install", "#!/bin/sh\nprintf '%s|' \"$@\"\necho\n"),
            UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(0, Tool.Run("sh", ["-c", write.Replace("/usr/libexec/", folder["usr/libexec/"])]).Status);
        var script = folder["usr/libexec/automount-sssd-conf"];
        File.WriteAllText(script, File.ReadAllText(script).Replace("/etc/", folder["etc/"]));
        var result = Tool.Run("sh", ["-c", $"PATH={folder["bin"]}:$PATH exec sh {script}"]);

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.Status);
        var options = mode.Replace(' ', '|');
        Assert.Equal(
            $"{options}|sssd.conf|{folder["etc/sssd/sssd.conf"]}|\n"
                + $"{options}|conf.d/a b.conf|{folder["etc/sssd/conf.d/automount-a b.conf"]}|\n",
            result.Output);
        Assert.Equal(["99-mine.conf"], Directory.GetFiles(folder["etc/sssd/conf.d"]).Select(Path.GetFileName));
    }

    [Fact]
    public void SssdStartsOnANodeThatHasNoSssdConfYet()
    {
        var text = ContainerfileText.Write(Case.Values(), [], hasSssd: true);

        Assert.Contains("'ConditionPathExists=|/etc/automount-agent/sssd'", text);
        Assert.Contains("'ExecStartPre=+/usr/libexec/automount-sssd-conf'", text);
        Assert.DoesNotContain("sssd.service.d", Text(20));
    }

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
        Assert.Contains("mkdir -p /nfs/tools /projects /variable && ", ContainerfileText.Write(Case.Values(), made, false));
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
        var room = ContainerfileText.MaxLength - ContainerfileText.Write(values, [], false).Length - 1;
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
            var run = ContainerfileText.Write(values, MountPoints.ToMake(MountPoints.Of(values, inputs)), inputs.SssdConf is not null);
            folder.Write($"{index}.sh", "#!/bin/sh\n# shellcheck source=/dev/null disable=SC2016\n" + run[(run.IndexOf("RUN ") + 4)..]);
        }

        var result = Tool.RunOrSkip("shellcheck", folder.Path, ["--severity=style", .. Directory.GetFiles(folder.Path)]);

        Assert.True(result.Status == 0, result.Output);
    }

    private static string Text(int minor) => ContainerfileText.Write(Case.Values(minor), [], false);
}
