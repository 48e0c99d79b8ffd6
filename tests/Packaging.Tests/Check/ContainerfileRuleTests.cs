using Automount.Findings;
using AutomountPackaging.Manifests;
using Xunit;

namespace PackagingTests.Check;

public class ContainerfileRuleTests
{
    private static void Fires(string code, string at, string text, int minor = 20, params SourceFile[] more) =>
        Expect.Fires(code, at, minor, [Some.OsConfig(text), .. more]);

    private static void Silent(string code, string text, int minor = 20, params SourceFile[] more) =>
        Expect.Silent(code, minor, [Some.OsConfig(text), .. more]);

    [Fact]
    public void TheLastStageIsBuiltOnConfigs()
    {
        Fires("containerfile/last-stage", "FROM quay.io", "FROM configs\nFROM quay.io/a/b@sha256:1\n");
        Fires("containerfile/last-stage", "RUN true", "RUN true\n");
        Silent("containerfile/last-stage", "FROM quay.io/a/b@sha256:1 AS agent\nFROM configs AS final\n");
        Silent("containerfile/last-stage", "FROM configs AS one\nFROM one\n");
    }

    [Fact]
    public void StagesHaveNamesOfTheirOwn()
    {
        Fires("containerfile/stage-redefined", "AS extract", "FROM quay.io/a/b@sha256:1 AS extract\nFROM configs\n");
        Silent("containerfile/stage-redefined", "FROM quay.io/a/b@sha256:1 AS agent\nFROM configs AS final\n");
    }

    [Fact]
    public void EachLineIsAnInstruction()
    {
        Fires("containerfile/instruction", "autofs", "FROM configs\nRUN dnf install \\\n  x\nautofs\n");
        Silent("containerfile/instruction", "# RUNN\nFROM configs\nrun dnf install \\\n  # comment\n\n  autofs\nLABEL a=b\n");
        Silent("containerfile/instruction", "FROM configs\nRUN <<EOF\nautofs\nEOF\n");
    }

    [Fact]
    public void NothingIsCopiedFromTheContext()
    {
        Fires("containerfile/local-copy", "COPY", "FROM configs\nCOPY --chmod=755 ./agent /usr/bin/\n");
        Fires("containerfile/local-copy", "ADD", "FROM configs\nADD [\"agent\", \"/usr/bin/\"]\n");
        Silent("containerfile/local-copy", "FROM quay.io/a/b@sha256:1 AS agent\nFROM configs\nCOPY --from=agent /usr /usr\n"
            + "ADD https://example.com/x /usr/share/x\n");
    }

    [Fact]
    public void ImagesHaveARegistryAndADigest()
    {
        Fires("containerfile/floating-tag", "FROM quay.io", "FROM quay.io/a/b:v1 AS agent\nFROM configs\n");
        Silent("containerfile/floating-tag", $"FROM quay.io/a/b{Some.Digest} AS agent\nFROM agent AS two\nFROM configs\n"
            + "COPY --from=agent /usr /usr\nCOPY --from=0 /usr /usr\n");
        Fires("containerfile/short-name", "--from=agent", "FROM configs\nCOPY --from=agent /usr /usr\n");
        Fires("containerfile/short-name", "FROM ubi9", "FROM ubi9\nFROM configs\n");
        Silent("containerfile/short-name", "ARG IMAGE=localhost/a@sha256:1\nFROM ${IMAGE} AS agent\nFROM scratch AS none\n"
            + "FROM $UNKNOWN AS any\nFROM configs\n");
    }

    [Theory]
    [InlineData("COPY --from=a /x /opt/x")]
    [InlineData("COPY --from=a /x /y /var/lib/")]
    [InlineData("COPY --from=a /x /usr/local/bin/x")]
    [InlineData("WORKDIR /root")]
    [InlineData("RUN true && mkdir -p /var/lib/agent")]
    [InlineData("RUN echo a > /home/x")]
    [InlineData("RUN install -D -m 755 a /usr/etc/a")]
    [InlineData("RUN curl -fsSLo /usr/local/bin/x https://example.com/x")]
    [InlineData("RUN curl -L -o/opt/x https://example.com/x")]
    [InlineData("RUN curl --output=/opt/x https://example.com/x")]
    [InlineData("RUN wget -qO /opt/x https://example.com/x")]
    [InlineData("RUN wget --directory-prefix /opt https://example.com/x")]
    [InlineData("RUN tar -xzf a.tgz -C/opt/x")]
    [InlineData("RUN tar --directory=/opt/x -xf a.tar")]
    [InlineData("RUN unzip a.zip -d /opt/x")]
    [InlineData("RUN cp -rt /opt/x a b")]
    [InlineData("RUN git clone https://example.com/x /opt/x")]
    [InlineData("RUN mkdir /opt/x && rm -rf /opt/y")]
    public void SomeFoldersAreNotOfTheImage(string line) =>
        Assert.Contains(Expect.Run(20, Some.OsConfig($"FROM configs\n{line}\n")), f => f.Rule.Code == "containerfile/destination");

    [Fact]
    public void OthersAre()
    {
        Fires("containerfile/destination", "mkdir", "FROM configs\nRUN true && \\\n  mkdir /opt/x && \\\n  true\n");
        Silent("containerfile/destination", "FROM configs\nCOPY --from=a / /\n"
            + "RUN mkdir /nfs && echo x > /usr/lib/x && rm -rf /var/cache/dnf /var/lib/dnf && curl -o /tmp/x https://a/b 2>/dev/null > "
            + "/tmp/log\n");
        Silent("containerfile/destination", "FROM quay.io/a/b@sha256:1 AS agent\nRUN mkdir /opt/x\nFROM configs\n");
        Silent("containerfile/destination", "FROM configs\nCOPY --from=a /x.rpm /tmp/\nRUN rpm -i /tmp/x.rpm && rm /tmp/x.rpm\n");
        Silent("containerfile/destination", "FROM configs\nRUN mkdir -p /var/opt && dnf install x && mv /opt/x /usr/lib/x\n");
        Silent("containerfile/destination", "FROM configs\nRUN mkdir /opt/build && make && rm -rf /opt/build\n");
        Silent("containerfile/destination", "FROM configs\nRUN curl -Ho https://example.com/x -o /usr/bin/x\n");
    }

    [Fact]
    public void HereDocumentsCameWith420()
    {
        const string Text = "FROM configs\nRUN cat <<EOF > /usr/lib/x\nautofs\nEOF\n";
        Fires("containerfile/heredoc", "RUN cat", Text, minor: 19);
        Silent("containerfile/heredoc", Text);
        Silent("containerfile/heredoc", "FROM configs\nRUN grep x <<< abc\n", minor: 19);
    }

    [Fact]
    public void RunsAreFew()
    {
        Fires("containerfile/many-runs", "RUN 4", "FROM configs\nRUN 1\nRUN 2\nRUN 3\nRUN 4\n");
        Silent("containerfile/many-runs", "FROM quay.io/a/b@sha256:1 AS a\nRUN 1\nRUN 2\nFROM configs\nRUN 1\nRUN 2\nRUN 3\n");
    }

    [Fact]
    public void NothingIsMountedByTheBuild()
    {
        Fires("containerfile/run-mount", "--mount", "FROM configs\nRUN --mount=type=cache,target=/var/cache/dnf dnf update\n");
        Silent("containerfile/run-mount", "FROM configs\nRUN --mount=type=bind,from=a,target=/a true\n");
    }

    [Fact]
    public void NoSystemdRunsInABuild()
    {
        Fires("containerfile/systemd-call", "daemon-reload", "FROM configs\nRUN true && \\\n  systemctl daemon-reload\n");
        Fires("containerfile/systemd-call", "--now", "FROM configs\nRUN systemctl enable --now autofs\n");
        Silent("containerfile/systemd-call", "FROM configs\nRUN systemctl enable autofs && systemctl preset sssd && echo systemctl start "
            + "autofs # systemctl start x\n");
    }

    [Fact]
    public void AnEnabledUnitHasAPreset()
    {
        Fires("containerfile/enable-without-preset", "systemctl", "FROM configs\nRUN systemctl enable autofs\n");
        Silent("containerfile/enable-without-preset",
            "FROM configs\nRUN echo 'enable autofs.service' > /usr/lib/systemd/system-preset/40-a.preset && systemctl enable "
            + "autofs.service\n");
        Silent("containerfile/enable-without-preset",
            "FROM quay.io/x/automount-agent@sha256:1 AS agent\nFROM configs\nCOPY --from=agent / /\n"
            + "RUN systemctl enable automount-agent\n");
    }

    [Fact]
    public void TheLastCommandClosesTheImage()
    {
        const string Ostree = "FROM configs\nRUN a && \\\n  ostree container commit\n";
        const string Bootc = "FROM configs\nRUN a && bootc container lint\n";
        Silent("containerfile/closing-command", Ostree);
        Fires("containerfile/closing-other", "RUN a", Ostree);
        Fires("containerfile/closing-other", "RUN a", Bootc, minor: 19);
        Silent("containerfile/closing-other", Bootc);
        Silent("containerfile/closing-other", "FROM configs\nRUN a\n");
        Fires("containerfile/closing-command", "RUN a", "FROM configs\nRUN a\n", minor: 50);
        Fires("containerfile/closing-command", "COPY", Bootc + "COPY --from=a /x /usr/x\n");
        Silent("containerfile/closing-command", Ostree, minor: 19);
        Silent("containerfile/closing-command", Bootc + "LABEL a=b\n");
    }

    [Fact]
    public void AutofsNeedsLibSssAutofsWhenSssdServesMaps()
    {
        var sssd = Some.ConfigFile("/etc/sssd/sssd.conf", "[sssd]\nservices = nss, autofs\n");
        Fires("containerfile/libsss-autofs", "autofs && bootc", "FROM configs\nRUN dnf install -y \\\n  autofs && bootc container lint\n",
            20, sssd);
        Silent("containerfile/libsss-autofs", "FROM configs\nRUN dnf install -y autofs-5.1.7-60.el9 libsss_autofs-2.9.6-4.el9_6.2\n", 20,
            sssd);
        Silent("containerfile/libsss-autofs", "FROM configs\nRUN dnf install -y autofs\n");
    }

    [Fact]
    public void TheAgentNeedsSssdDbus()
    {
        const string Agent = "FROM quay.io/x/automount-agent@sha256:1 AS agent\nFROM configs\nCOPY --from=agent / /\n";
        Fires("containerfile/sssd-dbus", "dnf", Agent + "RUN dnf install -y autofs sssd-dbus-tools\n");
        Silent("containerfile/sssd-dbus", Agent + "RUN dnf install -y autofs sssd-dbus\n");
        Silent("containerfile/sssd-dbus", "FROM configs\nRUN dnf install -y autofs\n");
    }

    [Fact]
    public void PackagesAreOfTheReleaseOfTheBase()
    {
        Fires("containerfile/releasever", "dnf", "FROM configs\nRUN dnf install -y autofs\n");
        Silent("containerfile/releasever", "FROM configs\nRUN dnf install -y --releasever=\"$(. /etc/os-release && echo "
            + "\"$VERSION_ID\")\" autofs && dnf clean all\n");
        Silent("containerfile/releasever", "FROM configs\nRUN dnf install -y https://example.com/agent.rpm\n");
        Silent("containerfile/releasever", "FROM configs\nCOPY --from=a /x.repo /etc/yum.repos.d/\nRUN dnf install -y x\n");
        Silent("containerfile/releasever", "FROM configs\nRUN curl -o /etc/yum.repos.d/x.repo https://a/x.repo && dnf install -y x\n");
        Silent("containerfile/releasever", "FROM configs\nRUN dnf install -y autofs\n", 20,
            Some.Yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: etc-yum-repos-d}\n"));
    }

    /// <summary>RHCOS 4.21 is made of the EUS repositories of 9.6; plain ones end with 9.7.</summary>
    [Fact]
    public void PackagesOfSssdAreOfTheRepositoriesOfTheBase()
    {
        const string Eus = "--setopt='rhel-*-baseos-eus-rpms.enabled=1'";
        Fires("containerfile/eus-repositories", "dnf", "FROM configs\nRUN dnf --releasever=9.6 install -y autofs sssd-dbus\n", minor: 21);
        Silent("containerfile/eus-repositories", $"FROM configs\nRUN dnf --releasever=9.6 {Eus} install -y autofs sssd-dbus\n");
        Silent("containerfile/eus-repositories",
            "FROM configs\nRUN dnf --releasever=9.6 --enablerepo=rhel-9-for-x86_64-baseos-eus-rpms install -y libsss_autofs\n");
        Silent("containerfile/eus-repositories", "FROM configs\nRUN dnf --releasever=9.6 install -y strace\n");
        Silent("containerfile/eus-repositories", "FROM configs\nRUN dnf --releasever=9.6 install -y sssd-dbus\n", 20,
            Some.Yaml("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: etc-yum-repos-d}\n"));
    }

    [Fact]
    public void RpmOstreeNeedsTheEntitlementOfTheBuild()
    {
        Fires("containerfile/rhsm-host", "rpm-ostree", "FROM configs\nRUN rpm-ostree install autofs\n");
        Silent("containerfile/rhsm-host", "FROM configs\nRUN rm -rf /etc/rhsm-host && rpm-ostree install autofs\n");
        Silent("containerfile/rhsm-host", "FROM configs\nRUN rpm-ostree install /tmp/a.rpm https://example.com/b.rpm\n");
        Silent("containerfile/rhsm-host", "FROM configs\nRUN rpm-ostree override remove a\n");
        Silent("containerfile/rhsm-host",
            "FROM configs\nRUN curl -o /etc/yum.repos.d/a.repo https://example.com/a.repo && rpm-ostree install a\n");
    }

    [Fact]
    public void PackagesAreOfTheMajorReleaseOfTheNodes()
    {
        const string Nine = "FROM configs\nRUN dnf install -y https://example.com/el9/agent-1-1.el9.x86_64.rpm\n";
        const string Ten = "FROM configs\nRUN dnf install -y autofs-5.1.9-1.el10\n";
        Fires("containerfile/rpm-major", "autofs", Ten);
        Fires("containerfile/rpm-major", "agent", Nine, 23, Stream("rhel-10"));
        Silent("containerfile/rpm-major", Nine);
        Silent("containerfile/rpm-major", Ten, 50);
        Silent("containerfile/rpm-major", Nine, 50);
        Silent("containerfile/rpm-major", Ten, 50, Stream("rhel-10"));

        // A pool without a stream has that of worker, and worker that of the cluster.
        Fires("containerfile/rpm-major", "agent", Nine, 50, Stream("rhel-10", "worker"));
        Fires("containerfile/rpm-major", "agent", Nine, 50, Some.Yaml("apiVersion: machineconfiguration.openshift.io/v1\n"
            + "kind: OSImageStream\nmetadata: {name: cluster}\nspec: {defaultStream: rhel-10}\n"));
    }

    private static SourceFile Stream(string stream, string pool = "pool") => Some.Pool(pool) is var file
        ? file with { Path = "stream.yaml", Text = file.Text.Replace("spec:\n", $"spec:\n  osImageStream: {{name: {stream}}}\n") }
        : file;

    [Fact]
    public void AHereDocumentStopsAtAFault()
    {
        Fires("containerfile/heredoc-errors", "RUN <<EOF", "FROM configs\nRUN <<EOF\ndnf install x\nbootc container lint\nEOF\n");
        Silent("containerfile/heredoc-errors", "FROM configs\nRUN <<EOF\nset -euo pipefail\ndnf install x\nbootc container lint\nEOF\n");
        Silent("containerfile/heredoc-errors", "FROM configs\nRUN <<EOF\n#!/bin/bash -ex\ndnf install x\nbootc container lint\nEOF\n");
        Silent("containerfile/heredoc-errors", "FROM configs\nRUN <<EOF\nbootc container lint\nEOF\n");
        Silent("containerfile/heredoc-errors", "FROM configs\nRUN cat <<EOF > /usr/lib/x\na\nb\nEOF\n");
    }

    /// <summary>A directive changes what continues a line, and names of stages are taken as they are written.</summary>
    [Fact]
    public void DirectivesAndNamesAreThoseOfBuildah()
    {
        Silent("containerfile/instruction", "# escape=`\nFROM configs\nRUN true && `\n  autofs && `\n  bootc container lint\n");
        Fires("containerfile/instruction", "  autofs", "# not a directive\n# escape=`\nFROM configs\nRUN true `\n  autofs\n");
        Fires("containerfile/last-stage", "FROM Configs", "FROM Configs\nRUN bootc container lint\n");
        Fires("containerfile/short-name", "--from=Agent",
            "FROM quay.io/a/b@sha256:1 AS agent\nFROM configs\nCOPY --from=Agent /usr /usr\n");
        Silent("containerfile/stage-redefined", "FROM quay.io/a/b@sha256:1 AS Extract\nFROM configs\n");
    }

    [Fact]
    public void KernelsAreNotPackages()
    {
        Fires("containerfile/kernel-package", "override", "FROM configs\nRUN rpm-ostree override replace /tmp/kernel-5.14.rpm\n");
        Fires("containerfile/kernel-package", "kernel-rt", "FROM configs\nRUN dnf swap -y x kernel-rt-core\n");
        Fires("containerfile/kernel-package", "shell", "FROM configs\nRUN printf 'remove x\\ninstall kernel-rt\\nrun\\n' | dnf -y shell\n");
        Fires("containerfile/kernel-package", "kernel-rt", "FROM configs\nRUN dnf install -y kernel-rt-5.14\n");
        Silent("containerfile/kernel-package", "FROM configs\nRUN dnf install -y kernel-srpm-macros\n");
    }

    [Theory]
    [InlineData("RUN curl https://user:hunter2@example.com/x")]
    [InlineData("ENV LDAP_PASSWORD=hunter2")]
    [InlineData("RUN echo -----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("LABEL token=\"eyJhbGciOiJSUzI1NiIs.eyJpc3MiOiJrdWJlcm5l.c2ln\"")]
    public void ASecretIsNamedAndNotShown(string line)
    {
        var finding = Expect.Fires("containerfile/secret", line, Some.OsConfig($"FROM configs\n{line}\n"));
        Assert.DoesNotContain("hunter2", finding.Message);
        Assert.DoesNotContain("eyJ", finding.Message);
    }

    [Fact]
    public void WhatOnlyLooksLikeASecretIsNone()
    {
        Fires("containerfile/secret", "PASSWORD", "FROM configs\nENV PASSWORD=abc\n");
        Silent("containerfile/secret", "FROM configs\nRUN --mount=type=secret,id=x echo $PASSWORD && PASSWORD=$(cat x) && echo "
            + "password_file=/etc/x && chage password=\n# password=abc\n");
    }

    /// <summary>How vendors write it, and how it builds: nothing that would have to be changed.</summary>
    [Theory]
    [InlineData("FROM configs AS final\nRUN rpm-ostree install https://example.com/agent.rpm && ostree container commit\n")]
    [InlineData("FROM configs AS final\nRUN dnf install -y --releasever=9.6 strace && dnf clean all && ostree container commit\n")]
    [InlineData("FROM configs AS final\nRUN curl -fsSLo /tmp/x.tgz https://example.com/x.tgz && tar -xzf /tmp/x.tgz -C /usr/lib/x && "
        + "rm -f /tmp/x.tgz && ostree container commit\n")]
    [InlineData("FROM configs AS final\nRUN mkdir -p /var/opt && rpm-ostree install /usr/lib/x.rpm && mv /opt/x /usr/lib/x && "
        + "ln -s /usr/lib/x/bin/x /usr/bin/x && ostree container commit\n")]
    [InlineData("FROM configs AS final\nRUN rm -rf /etc/rhsm-host && rpm-ostree install usbutils && ostree container commit\n")]
    public void ExamplesOfVendorsHaveNoFault(string text) =>
        Assert.DoesNotContain(Expect.Run(21, Some.OsConfig(text), Some.Pool()), f => f.Rule.Severity != Severity.Info);

    [Fact]
    public void AFileOfItsOwnIsCheckedWhenItBuildsOnConfigs()
    {
        Assert.Equal(("Containerfile", 2, 5), Expect.Run(20,
            new SourceFile("Containerfile", "FROM configs\nRUN systemctl start x && bootc container lint\n"))
            .Where(f => f.Rule.Code == "containerfile/systemd-call").Select(f => (f.File, f.Line, f.Column)).Single());
        Assert.Empty(Expect.Run(20, new SourceFile("Containerfile", "FROM ubi9\nCOPY . .\nRUN systemctl start x\n")));
    }
}
