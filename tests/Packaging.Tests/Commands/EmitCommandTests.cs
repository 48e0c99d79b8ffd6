using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

public class EmitCommandTests
{
    private static readonly string[] Good =
        ["--openshift", "4.20", "--agent-image", Case.Image, "--push-spec", "quay.io/example/os-image:1", "--push-secret", "push"];

    [Fact]
    public void OptionsAloneAreEnough()
    {
        using var folder = new TestFolder();

        var result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good, "--required", "/data/a", "--required", "/data/b"]);

        Assert.Equal((0, ""), (result.Status, result.Errors));
        Assert.Contains($"{folder["out"]}/APPLY.md", result.Output);
        Assert.Equal("push", EmittedManifests.Documents(File.ReadAllText(folder["out/pool/machineosconfig.yaml"])).Single()
            .Text("spec/renderedImagePushSecret/name"));
    }

    [Fact]
    public void ASwitchStandsAlone()
    {
        using var folder = new TestFolder();

        Assert.Equal(0, Tool.Packaging(["emit", "--node-conditions", "--directory", folder["out"], .. Good]).Status);

        Assert.True(File.Exists(folder["out/conditions/daemonset.yaml"]));
        Assert.Equal(0, Tool.Packaging("check", folder["out"]).Status);
        Assert.NotEqual(0, Tool.Packaging(["emit", "--node-conditions", "false", "--directory", folder["other"], .. Good]).Status);
    }

    [Fact]
    public void OptionsAndValuesThatSayTheSameGiveTheSameBytes()
    {
        using var folder = new TestFolder();
        var file = folder.Write("values.yaml", $"openshift: '4.20'\nagent: {{image: '{Case.Image}'}}\n"
            + $"image: {{pushSpec: 'quay.io/example/os-image:1', pushSecret: push}}\n");

        Assert.Equal(0, Tool.Packaging(["emit", "--directory", folder["one"], .. Good]).Status);
        Assert.Equal(0, Tool.Packaging("emit", "--directory", folder["two"], "--values", file).Status);

        Assert.Equal(File.ReadAllText(folder["one/.automount-packaging"]), File.ReadAllText(folder["two/.automount-packaging"]));
    }

    [Fact]
    public void EveryProblemIsToldAtOnceAndNothingIsWritten()
    {
        using var folder = new TestFolder();
        var conf = folder.Write("sssd.conf", "[domain/x]\nldap_default_authtok = s3cret\n");
        var file = folder.Write("values.yaml", "pool: Bad_\nnothing: 1\nsssd:\n  snippets: [missing.conf]\n");

        var result = Tool.Packaging(["emit", "--directory", folder["out"], "--values", file, "--sssd-conf", conf, "--push-spec",
            "localhost/x:1"]);

        Assert.Equal(78, result.Status);
        Assert.Contains($"automount-packaging: {file}:1: pool: 'Bad_' is not the name of a pool", result.Errors);
        Assert.Contains($"automount-packaging: {file}:2: there is no key 'nothing'", result.Errors);
        Assert.Contains("automount-packaging: --push-spec: 'localhost/x:1' is not a place to push to", result.Errors);
        Assert.Contains($"automount-packaging: {file}: openshift is missing", result.Errors);
        Assert.Contains($"automount-packaging: {folder["missing.conf"]}: there is no such file", result.Errors);
        Assert.Contains($"automount-packaging: {conf}:2: ldap_default_authtok is a password", result.Errors);
        Assert.DoesNotContain("s3cret", result.Errors);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void WhatTheCheckRefusesIsNotWritten()
    {
        using var folder = new TestFolder();
        var conf = folder.Write("sssd.conf", "[sssd]\nservices = nss, pam\ndomains = x\n[domain/x]\nid_provider = ldap\n");

        var result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good, "--sssd-conf", conf]);

        Assert.Equal(1, result.Status);
        Assert.Contains("automount-packaging: error: pool/machineconfig-sssd.yaml:", result.Errors);
        Assert.EndsWith("automount-packaging: emit: the check refuses these manifests, see above: nothing was written\n", result.Errors);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public void MapsAreJudgedBeforeTheyAreWritten()
    {
        using var folder = new TestFolder();
        folder.Write("maps/site.autofs", "/data /etc/auto.data\n");
        folder.Write("maps/auto.data", "# data\na -fstype=nfs4,rwx nfs.example.com:/a\n");

        var result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good, "--map", folder["maps"]]);

        Assert.Equal(1, result.Status);
        Assert.Contains("automount-packaging: error: pool/machineconfig-autofs.yaml:", result.Errors);
        Assert.Contains("/etc/auto.data, line 2: ", result.Errors);
        Assert.Contains("mount.nfs knows no option", result.Errors);
        Assert.False(Directory.Exists(folder["out"]));

        folder.Write("maps/auto.data", "a nfs.example.com:/a\n");
        result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good, "--map", folder["maps"]]);

        Assert.Equal(0, result.Status);
        Assert.Contains("automount-packaging: info: pool/machineconfig-autofs.yaml:", result.Errors);
    }

    [Theory]
    [InlineData("emit")]
    [InlineData("emit", "--directory")]
    [InlineData("emit", "--directory", "x", "--unknown")]
    [InlineData("emit", "--directory", "x", "--pool", "a", "--pool", "b")]
    [InlineData("secrets")]
    [InlineData("nothing")]
    public void AWrongCommandLineIsToldAndNoException(params string[] arguments)
    {
        var result = Tool.Packaging(arguments);

        Assert.Equal(64, result.Status);
        Assert.StartsWith("automount-packaging: ", result.Errors);
        Assert.DoesNotContain("   at ", result.Errors);
    }

    [Fact]
    public void ANewerReleaseIsAWarning()
    {
        using var folder = new TestFolder();

        var newer = Tool.Packaging(["emit", "--directory", folder["new"], .. Good.Select(g => g == "4.20" ? "5.4" : g)]);

        Assert.Equal(0, newer.Status);
        Assert.Contains("warning: OpenShift 5.4 is newer than this program: the rules are those of 5.0", newer.Errors);
    }

    [Fact]
    public void AnRpmOverPlainHttpIsRefused()
    {
        using var folder = new TestFolder();

        var result = Tool.Packaging("emit", "--directory", folder["out"], "--openshift", "4.21",
            "--agent-rpm", "http://a.example.com/a.rpm", "--push-spec", "quay.io/example/os-image:1", "--push-secret", "push");

        Assert.Equal(78, result.Status);
        Assert.Contains("write https://", result.Errors);
    }

    [Fact]
    public void AFifoAmongTheFilesDoesNotHoldItUp()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["maps"]);
        Assert.Equal(0, Tool.Run("mkfifo", [folder["maps/auto.data"], folder["values"]]).Status);

        var result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good, "--map", folder["maps"]]);

        Assert.Equal(78, result.Status);
        Assert.Contains("it is not a regular file", result.Errors);
        Assert.Equal(78, Tool.Packaging("emit", "--directory", folder["out"], "--values", folder["values"]).Status);
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsTold()
    {
        using var folder = new TestFolder();
        folder.Write("out/mine", "mine");

        var result = Tool.Packaging(["emit", "--directory", folder["out"], .. Good]);

        Assert.Equal(2, result.Status);
        Assert.Contains("mine is not as this program wrote it", result.Errors);
    }
}
