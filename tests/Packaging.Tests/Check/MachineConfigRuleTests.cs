using AutomountPackaging.Manifests;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

public class MachineConfigRuleTests
{
    [Fact]
    public void ARoleIsThePool()
    {
        Fires("machineconfig/role-missing", "name: 99-pool",
            Some.Config("").Without("  labels:\n    machineconfiguration.openshift.io/role: pool\n"));
        Silent("machineconfig/role-missing", Some.Config(""));
        Fires("machineconfig/role-pool", "role: worker", Some.Config("", role: "worker"), Some.Pool());
        Silent("machineconfig/role-pool", Some.Config("", role: "pool"), Some.Pool());
        Silent("machineconfig/role-pool", Some.Config("", role: "worker"));
    }

    [Theory]
    [InlineData("3.5.0", 18)]
    [InlineData("3.6.0", 20)]
    [InlineData("3.4", 20)]
    [InlineData("2.1.0", 20)]
    [InlineData("v3.4.0", 20)]
    public void IgnitionVersionsThatAreRefused(string version, int minor) =>
        Fires("ignition/version", "version:", minor, Some.Config("", version: version));

    [Theory]
    [InlineData("3.4.0", 18)]
    [InlineData("3.5.0", 19)]
    [InlineData("3.2.0", 21)]
    public void IgnitionVersionsThatAreAccepted(string version, int minor)
    {
        Silent("ignition/version", minor, Some.Config("", version: version));
        Fires("ignition/version", "version:", minor, Some.Config("", version: "3.9.0"));
    }

    [Theory]
    [InlineData("2.2.0")]
    [InlineData("2.4.0")]
    public void OldIgnitionIsTranslated(string version)
    {
        Fires("ignition/translated", "version:", Some.Config("", version: version));
        Silent("ignition/version", Some.Config("", version: version));
        Silent("ignition/translated", Some.Config(""));
    }

    [Theory]
    [InlineData("storage:\n  directories: [{path: /a}]", "directories")]
    [InlineData("storage:\n  links: [{path: /a}]", "links")]
    [InlineData("kernelArguments: {shouldExist: [a]}", "kernelArguments")]
    [InlineData("passwd:\n  users: [{name: dale}]", "dale")]
    [InlineData("passwd:\n  users: [{name: core, groups: [a]}]", "groups")]
    [InlineData("storage:\n  files:\n  - path: /a\n    append: [{source: 'data:,a'}]", "append")]
    public void SectionsThatNodesDoNotApply(string config, string at) => Fires("ignition/unsupported", at, Some.Config(config));

    [Fact]
    public void SectionsThatTheyDoApply()
    {
        Fires("ignition/install-time", "disks", Some.Config("storage:\n  disks: [{device: /dev/sda}]"));
        Fires("ignition/install-time", "luks", Some.Config("storage:\n  luks: [{name: a}]"));
        Silent("ignition/install-time", Some.Config("storage:\n  disks: []\n  files: []"));
        Silent("ignition/unsupported", Some.Config("storage:\n  disks: [{device: /dev/sda}]"));
        Silent("ignition/unsupported", Some.Config("storage:\n  directories: []\n  files: []\npasswd:\n"
            + "  users: [{name: core, sshAuthorizedKeys: [a]}]"));
    }

    private static SourceFile File(string lines) => Some.Config("storage:\n  files:\n  - path: /etc/a\n" + Some.Indent(lines, 4));

    [Fact]
    public void ContentIsADataUrl()
    {
        Fires("ignition/source", "https:", File("contents: {source: 'https://example.com/a'}"));
        Fires("ignition/source", "inline", File("contents: {inline: abc}"));
        Silent("ignition/source", File("contents: {source: 'data:,abc'}"));
        Silent("ignition/source", File("contents: {source: ''}"));
    }

    [Fact]
    public void ContentCanBeDecoded()
    {
        Fires("ignition/encoding", "source", File("contents: {source: 'data:;base64,abc'}"));
        Fires("ignition/encoding", "source", File("contents: {source: 'data:,50%'}"));
        Fires("ignition/encoding", "source", File("contents: {compression: gzip, source: 'data:,abc'}"));
        Silent("ignition/encoding", File("contents: {source: 'data:text/plain;charset=utf-8;base64,YWJj'}"));
        Silent("ignition/encoding", File("contents: {source: 'data:,50%25%0A'}"));
        Fires("ignition/encoding", "source", File("contents: {source: 'data:;BASE64,YWJj'}"));
        Fires("ignition/encoding", "source", File("contents: {source: 'data:,a b'}"));
        Silent("ignition/encoding", File("contents: {compression: gzip, source: 'data:;base64,H4sIAAAAAAAAA0tMSgYAwkEkNQMAAAA='}"));
        Fires("ignition/compression", "xz", File("contents: {compression: xz, source: 'data:,abc'}"));
        Silent("ignition/compression", File("contents: {compression: '', source: 'data:,abc'}"));
    }

    [Theory]
    [InlineData("etc/a")]
    [InlineData("/etc//a")]
    [InlineData("/etc/../a")]
    [InlineData("/etc/a/")]
    public void PathsAreClean(string path)
    {
        Fires("ignition/path", "path:", Some.ConfigFile(path, "x"));
        Silent("ignition/path", Some.ConfigFile("/etc/a..b", "x"));
    }

    [Fact]
    public void APathIsWrittenOnce()
    {
        var one = Some.ConfigFile("/etc/a", "x");
        Fires("ignition/duplicate-path", "path: /etc/a", one, Some.ConfigFile("/etc/a", "y", role: "worker", path: "other.yaml"));
        Silent("ignition/duplicate-path", one, Some.ConfigFile("/etc/b", "y", path: "other.yaml"));
        Silent("ignition/duplicate-path", one, Some.ConfigFile("/etc/a", "y", role: "pool2", path: "other.yaml"));
        Silent("ignition/duplicate-path", one, Some.ConfigFile("/etc/a", "y", role: "master", path: "other.yaml"));
    }

    [Theory]
    [InlineData("600")]
    [InlineData("644")]
    [InlineData("\"0600\"")]
    [InlineData("-1")]
    [InlineData("01000")]
    public void ModesAreNumbersUpTo511(string mode) =>
        Fires("ignition/mode-range", "mode:", Some.ConfigFile("/etc/a", "x", $"mode: {mode}"));

    [Theory]
    [InlineData("384")]
    [InlineData("420")]
    [InlineData("511")]
    [InlineData("0600")]
    public void ModesThatAreMeant(string mode)
    {
        Silent("ignition/mode-range", Some.ConfigFile("/etc/a", "x", $"mode: {mode}"));
        Silent("ignition/mode-octal", Some.ConfigFile("/etc/a", "x", $"mode: {mode}"));
        Fires("ignition/mode-range", "mode:", Some.ConfigFile("/etc/a", "x", "mode: 512"));
        Fires("ignition/mode-octal", "mode:", Some.ConfigFile("/etc/a", "x", "mode: 400"));
    }

    [Fact]
    public void SssdFilesAreForRootAlone()
    {
        Fires("sssd/mode", "path:", Some.ConfigFile("/etc/sssd/sssd.conf", "[sssd]\nservices = autofs\n", "overwrite: true"));
        Fires("sssd/mode", "mode:", Some.ConfigFile("/etc/sssd/conf.d/a.conf", "[sssd]\n", "mode: 416"));
        Fires("sssd/mode", "user:", Some.ConfigFile("/etc/sssd/sssd.conf", "[sssd]\n", "mode: 384\n    user: {name: sssd}"));
        Silent("sssd/mode", Some.ConfigFile("/etc/sssd/sssd.conf", "[sssd]\n", "mode: 384"));
        Silent("sssd/mode", Some.ConfigFile("/etc/sssd/pki/a.pem", "x", "mode: 420"));
    }

    /// <summary>sssd 2.10 makes what is below /etc/sssd readable for its group, and 2.9 refuses what others can read.</summary>
    [Fact]
    public void TheModeOfSssdFilesIsThatOfTheStream()
    {
        static SourceFile Conf(int mode) => Some.ConfigFile("/etc/sssd/sssd.conf", "[nss]\n", $"mode: {mode}");
        var ten = Some.Pool() with { Text = Some.Pool().Text.Replace("spec:\n", "spec:\n  osImageStream: {name: rhel-10}\n") };
        var nine = ten with { Text = ten.Text.Replace("rhel-10", "rhel-9") };
        Fires("sssd/mode", "mode:", 23, Conf(384), ten);
        Silent("sssd/mode", 23, Conf(416), ten);
        Fires("sssd/mode", "mode:", 50, Conf(416), nine);
        Silent("sssd/mode", 50, Conf(384), nine);
        Fires("sssd/mode", "mode:", 23, Some.ConfigFile("/etc/sssd/pki/ca.pem", "x", "mode: 384"), ten);
        Silent("sssd/mode", 23, Some.ConfigFile("/etc/sssd/pki/ca.pem", "x", "mode: 420"), ten);

        // In 5.0 nodes may be of either, and no mode is right for both.
        Fires("managed/changed-by-program", "mode:", 50, Conf(384));
        Fires("managed/changed-by-program", "mode:", 50, Conf(416));
        Silent("managed/changed-by-program", 23, Conf(384));
        Silent("managed/changed-by-program", 50, Some.ConfigFile("/etc/automount-agent/sssd/sssd.conf", "[nss]\n"));
        Silent("sssd/mode", 50, Some.ConfigFile("/etc/automount-agent/sssd/sssd.conf", "[nss]\n"));
    }

    [Theory]
    [InlineData("/etc/krb5.keytab")]
    [InlineData("/etc/resolv.conf")]
    [InlineData("/etc/selinux/targeted/booleans.local")]
    public void FilesThatTheNodeChangesAreNotManaged(string path)
    {
        Fires("managed/changed-by-program", "path:", Some.ConfigFile(path, "x"));
        Silent("managed/changed-by-program", Some.ConfigFile("/etc/krb5.conf", "x"));
    }

    [Fact]
    public void FilesOfTheBaseAreLeftAlone()
    {
        Fires("managed/file-of-the-base", "path:", Some.ConfigFile("/etc/ssh/sshd_config", "x"));
        Silent("managed/file-of-the-base", Some.ConfigFile("/etc/ssh/sshd_config.d/40-x.conf", "x"));
    }

    /// <summary>A source that the image copies for sssd is judged as what it is copied to.</summary>
    [Fact]
    public void TheSourceOfSssdConfIsReadAsSssdConf() => Fires("sssd/services", "source:",
        Some.ConfigFile("/etc/automount-agent/sssd/sssd.conf", "[sssd]\nservices = nss\n[autofs]\na = b\n"));

    [Fact]
    public void UnitsOfTheImageAreEnabledThere()
    {
        Fires("unit/of-image", "autofs.service", Some.ConfigUnit("- name: autofs.service\n  enabled: true"));
        Fires("unit/of-image", "usbguard", Some.ConfigUnit("- name: usbguard.service\n  enabled: true"));
        Silent("unit/of-image", Some.Yaml(Some.ConfigUnit("- name: usbguard.service\n  enabled: true").Text
            .Replace("spec:\n", "spec:\n  extensions: [usbguard]\n")));
        Silent("unit/of-image", Some.ConfigUnit("- name: sssd.service\n  enabled: true\n- name: autofs.service\n  enabled: false\n"
            + "- name: my.service\n  enabled: true\n  contents: |\n    [Service]"));
    }

    /// <summary>There are three answers: a list of what is known does not prove that something is not there.</summary>
    [Theory]
    [InlineData("qemu-guest-agent.service", true)]
    [InlineData("vmtoolsd.service", true)]
    [InlineData("lldpad.socket", true)]
    [InlineData("dnsmasq.service", true)]
    [InlineData("nfs-blkmap.service", true)]
    [InlineData("nfs-server.service", true)]
    [InlineData("auditd.service", true)]
    [InlineData("systemd-resolved.service", false)]
    [InlineData("sssd-kcm.socket", false)]
    [InlineData("systemd-networkd.service", false)]
    [InlineData("ipsec.service", false)]
    [InlineData("site-monitor.service", null)]
    public void UnitsOfTheBaseAreKnownByEvidence(string unit, bool? isOfBase)
    {
        var found = Run(21, Some.ConfigUnit($"- name: {unit}\n  enabled: true")).Select(f => f.Rule.Code).ToArray();

        Assert.Equal(isOfBase == false, found.Contains("unit/of-image"));
        Assert.Equal(isOfBase is null, found.Contains("unit/unknown"));
    }

    [Fact]
    public void AUnitThatIsNotKnownIsNoError()
    {
        Fires("unit/unknown", "site.service", Some.ConfigUnit("- name: site.service\n  enabled: true"));
        Silent("unit/unknown", Some.ConfigUnit("- name: site.service\n  enabled: false"));
    }

    [Fact]
    public void UnitsWithoutContentsAreSkippedOn420()
    {
        var file = Some.ConfigUnit("- name: sssd.service\n  enabled: true");
        Fires("unit/without-contents", "sssd.service", 20, file);
        Silent("unit/without-contents", 21, file);
        Silent("unit/without-contents", 20, Some.ConfigUnit("- name: sssd.service\n  dropins: [{name: a.conf, contents: '[Service]'}]"));
    }

    [Fact]
    public void ADropinCanDisableAUnit()
    {
        var dropin = Some.ConfigUnit("- name: autofs.service\n  dropins: [{name: a.conf, contents: '[Service]'}]");
        Fires("unit/preset-resets", "autofs.service", dropin, Some.OsConfig("FROM configs\nRUN systemctl enable autofs\n"));
        Silent("unit/preset-resets", dropin, Some.OsConfig("FROM configs\n"
            + "RUN printf 'enable autofs.service\\n' > /usr/lib/systemd/system-preset/40-x.preset && systemctl enable autofs\n"));
    }

    [Fact]
    public void ImageAndMachineConfigShareNoPath()
    {
        var file = Some.ConfigFile("/etc/autofs.conf", "[autofs]\n");
        Fires("managed/twice", "path: /etc/autofs.conf", file, Some.OsConfig("FROM configs\nCOPY --from=a /autofs.conf /etc/\n"));
        Silent("managed/twice", file, Some.OsConfig("FROM configs\nCOPY --from=a /autofs.conf /etc/other.conf\n"));
        Fires("managed/twice", "automount-agent.service", Some.ConfigUnit("- name: automount-agent.service\n  contents: |\n    [Service]"),
            Some.OsConfig("FROM quay.io/x/automount-agent AS a\nFROM configs\nCOPY --from=a / /\n"));
    }

    [Fact]
    public void AUnitIsWrittenOnce()
    {
        const string Unit = "- name: a.service\n  contents: |\n    [Service]";
        Fires("managed/duplicate-unit", "a.service", Some.ConfigUnit(Unit), Some.ConfigUnit(Unit, "other.yaml"));
        Silent("managed/duplicate-unit", Some.ConfigUnit(Unit),
            Some.ConfigUnit("- name: a.service\n  dropins: [{name: x.conf, contents: ''}]", "other.yaml"));
    }

    [Fact]
    public void AManagedPathIsNotWrittenAtRunTime()
    {
        var managed = Some.ConfigFile("/etc/automount-agent/agent.conf", "[log]\n");
        Fires("managed/written-at-run-time", "ReadWritePaths", managed,
            new SourceFile("a.service", "[Service]\nReadWritePaths=/var/x -/etc/automount-agent\n"));
        Fires("managed/written-at-run-time", "ConfigurationDirectory", managed,
            Some.ConfigUnit("- name: x.service\n  contents: |\n    [Service]\n    ConfigurationDirectory=automount-agent", "other.yaml"));
        Silent("managed/written-at-run-time", managed,
            new SourceFile("a.service", "[Service]\nReadWritePaths=/etc/automount\nReadOnlyPaths=/etc/automount-agent\n"));
    }

    [Fact]
    public void OwnersAreOfTheBase()
    {
        Fires("ignition/owner", "name: automount", Some.ConfigFile("/etc/a", "x", "user: {name: automount}"));
        Silent("ignition/owner", Some.ConfigFile("/etc/a", "x", "user: {name: root}\n    group: {id: 990}"));
    }

    [Fact]
    public void ACredentialIsNamedAndNotShown()
    {
        var finding = Fires("manifest/credential", "source:",
            Some.ConfigFile("/etc/sssd/sssd.conf", "[domain/x]\nldap_default_authtok = hunter2\n"));
        Assert.Contains("line 2", finding.Message);
        Assert.DoesNotContain("hunter2", finding.Message);
        Fires("manifest/credential", "PRIVATE", new SourceFile("x/sssd.conf", "[sssd]\n-----BEGIN PRIVATE KEY-----\n"));
        Silent("manifest/credential", Some.ConfigFile("/etc/sssd/sssd.conf",
            "[domain/x]\nldap_default_authtok_type = password\n#ldap_default_authtok = abc\nkrb5_store_password_if_offline = true\n"
                + "ldap_default_authtok = <PASSWORD>\n"));
    }

    [Fact]
    public void MachineConfigsAreFewAndSmall()
    {
        SourceFile Many(int count) => Some.Yaml(string.Join("\n---\n",
            Enumerable.Range(0, count).Select(i => Some.Config("", name: $"c{i:00}").Text)));
        Fires("machineconfig/count", "name: c20", Many(21));
        Silent("machineconfig/count", Many(20));

        var noise = new byte[500 << 10];
        new Random(1).NextBytes(noise);
        var text = Convert.ToBase64String(noise);
        Fires("machineconfig/size", "name: 99-pool", Some.ConfigFile("/etc/a", text));
        Silent("machineconfig/size", Some.ConfigFile("/etc/a", new string('a', text.Length)));
    }
}

internal static class SourceFileEdits
{
    public static SourceFile Without(this SourceFile file, string text)
    {
        Assert.Contains(text, file.Text);
        return file with { Text = file.Text.Replace(text, "") };
    }
}
