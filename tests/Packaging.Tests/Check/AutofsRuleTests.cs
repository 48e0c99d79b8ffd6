using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using Xunit;
using static PackagingTests.Check.Expect;

namespace PackagingTests.Check;

public class AutofsRuleTests
{
    private static SourceFile Master(string text, string name = "x.autofs") => new($"etc/auto.master.d/{name}", text);

    [Theory]
    [InlineData("auto.home")]
    [InlineData(".x.autofs")]
    [InlineData("x.autofs.bak")]
    public void MasterMapsEndInAutofs(string name)
    {
        Fires("autofs/master-suffix", "path:", Some.ConfigFile($"/etc/auto.master.d/{name}", "/var/nfs auto.nfs\n"));
        Silent("autofs/master-suffix", Some.ConfigFile("/etc/auto.master.d/x.autofs", "/var/nfs auto.nfs\n"));
    }

    [Fact]
    public void AMapDoesNotBelongAmongMasterMaps()
    {
        Fires("autofs/map-in-master-d", "data", Master("data -rw server:/exports/data\n* server:/exports/&\n", "auto.data"));
        Silent("autofs/map-in-master-d", Master("/var/nfs file:/etc/auto.data\n", "auto.data"));
        Silent("autofs/map-in-master-d", Master("data -rw server:/exports/data\n", "../auto.data"));
    }

    [Theory]
    [InlineData("/home")]
    [InlineData("/var/home/")]
    [InlineData("/var")]
    [InlineData("/var/lib")]
    public void AMountPointHidesNothing(string path)
    {
        Fires("autofs/hides-path", path, Master($"# maps\n{path} auto.misc\n"));
        Fires("autofs/hides-path", "/home/core", Master("/- auto.direct\n"),
            new SourceFile("auto.direct", "/var/nfs/a s:/a\n/home/core s:/core\n"));
        Silent("autofs/hides-path", Master("/home/nfs auto.misc\n/var/nfs auto.misc\n/mnt auto.misc\n/- auto.direct\n"),
            new SourceFile("auto.direct", "/home/dale s:/a\n"));
    }

    [Fact]
    public void WhatTheDirectoryMountsIsCheckedToo()
    {
        const string Entry = "dn: automountKey=/home,automountMapName=auto.master,dc=x\nobjectClass: automount\nautomountKey: /home\n";
        var ldif = new SourceFile("x.ldif", $"{Entry}automountInformation: auto.home\n");
        Fires("autofs/hides-path", "automountInformation", ldif, Some.Config(""));
        Silent("autofs/hides-path", ldif);
    }

    [Fact]
    public void ATopLevelMountPointIsMadeInTheImage()
    {
        var master = Master("/nfs auto.misc\n");
        Fires("autofs/mount-point-missing", "/nfs", Some.OsConfig(), master);
        Silent("autofs/mount-point-missing", Some.OsConfig("FROM configs\nRUN mkdir -p /nfs && bootc container lint\n"), master);
        Silent("autofs/mount-point-missing", Some.OsConfig(), Master("/nfs auto.misc # automount-packaging: declare directory /nfs\n"));
        Silent("autofs/mount-point-missing", Some.OsConfig(), Master("/var/nfs auto.misc\n/mnt/x auto.misc\n"));
        Silent("autofs/mount-point-missing", master);
    }

    [Fact]
    public void AMapFileIsSomewhere()
    {
        Fires("autofs/map-missing", "/etc/auto.a", Master("/var/nfs file:/etc/auto.a\n"), new SourceFile("auto.b", "a s:/a\n"));
        Fires("autofs/map-missing", "/etc/auto.a", Master("/var/nfs program:/etc/auto.a\n"));
        Silent("autofs/map-missing", Master("/var/nfs /etc/auto.nfs\n"), Some.ConfigFile("/etc/auto.nfs", "a s:/a\n"));
        Silent("autofs/map-missing", Master("/var/net /etc/auto.net\n/var/nfs auto.nfs\n/var/c ldap:ou=auto.c,dc=x\n"));
    }

    [Fact]
    public void PodsSeeLaterMounts()
    {
        static SourceFile Pod(string path, string more = "") => Some.Yaml($$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app}
            spec:
              template:
                spec:
                  containers:
                  - name: app
                    volumeMounts:
                    - { name: data, mountPath: /data{{more}} }
                    - {name: other, mountPath: /other}
                  volumes:
                  - { name: data, hostPath: { path: "{{path}}" } }
                  - { name: other, hostPath: { path: /var/lib/other } }
            """);
        var master = Master("/mnt/nfs auto.misc\n");
        Fires("pod/mount-propagation", "mountPath: /data", Pod("/mnt/nfs/a"), master);
        Fires("pod/mount-propagation", "mountPath: /data", Pod("/var/mnt"), master);
        Silent("pod/mount-propagation", Pod("/mnt/nfs", ", mountPropagation: HostToContainer"), master);
        Silent("pod/mount-propagation", Pod("/mnt/nfs2"), master);
        Silent("pod/mount-propagation", Pod("/mnt/nfs"));
        Silent("pod/mount-propagation", Pod("/"), master);
    }

    private const string Main = "[sssd]\nservices = nss, autofs\n";

    [Fact]
    public void SnippetsHaveASection()
    {
        Fires("sssd/snippet-section", "override_homedir",
            new SourceFile("sssd/conf.d/homedir.conf", "# home\noverride_homedir = /home/%u\nfallback = x\n"));
        Silent("sssd/snippet-section", new SourceFile("sssd/conf.d/homedir.conf", "[nss]\noverride_homedir = /home/%u\n"));
    }

    [Fact]
    public void SnippetsAreNamedConf()
    {
        Fires("sssd/snippet-name", "path:", Some.ConfigFile("/etc/sssd/conf.d/homedir", "[nss]\n"));
        Silent("sssd/snippet-name", Some.ConfigFile("/etc/sssd/conf.d/homedir.conf", "[nss]\n"));
    }

    [Fact]
    public void SssdServesAutofs()
    {
        Fires("sssd/services", "services", new SourceFile("sssd.conf", "[sssd]\nservices = nss, pam\n"));
        Fires("sssd/services", "[sssd]", new SourceFile("sssd.conf", "# x\n[sssd]\ndomains = a\n"));
        Silent("sssd/services", new SourceFile("sssd.conf", Main));
        Silent("sssd/services", new SourceFile("sssd.conf", "[sssd]\nservices = nss\n"), new SourceFile("sssd/conf.d/a.conf", Main));
        Silent("sssd/services", new SourceFile("sssd/conf.d/a.conf", "[nss]\nx = y\n"));
    }

    [Fact]
    public void PasswordsNeedTls()
    {
        static SourceFile Sssd(string domain) => new("sssd.conf", $"{Main}[domain/x]\nid_provider = ldap\n{domain}");
        Fires("sssd/starttls", "ldap_uri", Sssd("ldap_uri = ldap://a, ldaps://b\n"));
        Silent("sssd/starttls", Sssd("ldap_uri = ldap://a\nldap_id_use_start_tls = True\n"));
        Silent("sssd/starttls", Sssd("ldap_uri = ldaps://a\n"));
        Silent("sssd/starttls", Sssd("ldap_uri = ldap://a\nauth_provider = krb5\n"));
    }

    [Fact]
    public void BooleansAreNotStoredAtBoot()
    {
        Fires("selinux/setsebool", "ExecStart", new SourceFile("a.service",
            "[Service]\nExecStart=-/usr/sbin/setsebool -P use_nfs_home_dirs on\n"));
        Fires("selinux/setsebool", "ExecStart", new SourceFile("a.service",
            "[Service]\nExecStart=/bin/sh -c 'setsebool -P use_nfs_home_dirs on'\n"));
        Fires("selinux/setsebool", "source:", Some.ConfigFile("/usr/local/bin/a", "#!/bin/sh\nset -e; setsebool -VP a on\n"));
        Silent("selinux/setsebool", new SourceFile("a.service",
            "[Service]\n# setsebool -P\nExecStart=/usr/sbin/setsebool use_nfs_home_dirs on\n"));
        Silent("selinux/setsebool", Some.OsConfig("FROM configs\nRUN setsebool -P -N use_nfs_home_dirs on\n"));
    }
}
