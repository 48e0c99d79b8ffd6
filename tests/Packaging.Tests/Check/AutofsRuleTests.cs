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

        // What autofs does not read mounts nothing.
        var unread = Some.ConfigFile($"/etc/auto.master.d/{name}", "/home file:/etc/auto.none\n");
        Silent("autofs/hides-path", unread);
        Silent("autofs/map-missing", unread);
    }

    [Fact]
    public void AMapDoesNotBelongAmongMasterMaps()
    {
        Fires("autofs/map-in-master-d", "data", Master("data -rw server:/exports/data\n* server:/exports/&\n", "auto.data"));
        Silent("autofs/map-in-master-d", Master("/var/nfs file:/etc/auto.data\n", "data.autofs"));
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

    /// <summary>Where hostPath is refused to pods, a PersistentVolume of that type is how they get the directory.</summary>
    [Theory]
    [InlineData("hostPath: {path: /mnt/nfs/a}", "claimRef: {name: data, namespace: app}", "")]
    [InlineData("local: {path: /mnt/nfs/a}", "storageClassName: ''", "volumeName: models")]
    public void PodsSeeLaterMountsThroughAClaimToo(string source, string volume, string claim)
    {
        SourceFile Set(string more) => Some.Yaml($$"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: models}
            spec:
              {{source}}
              {{volume}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data, namespace: app}
            spec:
              accessModes: [ReadOnlyMany]
              {{claim}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: reader, namespace: app}
            spec:
              containers:
              - name: c
                volumeMounts:
                - { name: m, mountPath: /models{{more}} }
              volumes:
              - { name: m, persistentVolumeClaim: { claimName: data } }
            """);
        var master = Master("/mnt/nfs auto.misc\n");
        Fires("pod/mount-propagation", "mountPath: /models", Set(""), master);
        Silent("pod/mount-propagation", Set(", mountPropagation: HostToContainer"), master);
        Silent("pod/mount-propagation", Set("") with { Text = Set("").Text.Replace("/mnt/nfs/a", "/var/lib/a") }, master);
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
        var master = Master("/var/nfs auto.nfs\n");
        Fires("sssd/services", "services", new SourceFile("sssd.conf", "[sssd]\nservices = nss, pam\n"), master);
        Fires("sssd/services", "[sssd]", new SourceFile("sssd.conf", "# x\n[sssd]\ndomains = a\n"), master);

        // sssd has other work on nodes without autofs.
        Silent("sssd/services", new SourceFile("sssd.conf", "[sssd]\nservices = nss, pam\n"));
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
    public void ABindPasswordNeedsTls()
    {
        static SourceFile Sssd(string domain) => new("sssd.conf",
            $"{Main}[domain/x]\nid_provider = ldap\nauth_provider = krb5\nldap_default_bind_dn = cn=reader\n{domain}");
        Fires("sssd/bind-password", "ldap_uri", Sssd("ldap_uri = ldap://a\n"));
        Fires("sssd/bind-password", "ldap_uri", 50, Sssd("ldap_uri = ldap://a\nldap_id_use_start_tls = false\n"));
        Silent("sssd/bind-password", Sssd("ldap_uri = ldap://a\nldap_id_use_start_tls = true\n"));
        Silent("sssd/bind-password", Sssd("ldap_uri = ldaps://a\n"));
        Silent("sssd/bind-password", Sssd("ldap_uri = ldap://a\nldap_sasl_mech = GSSAPI\n"));
        Silent("sssd/bind-password", new SourceFile("sssd.conf", $"{Main}[domain/x]\nid_provider = ldap\nldap_uri = ldap://a\n"));

        // sssd 2.10 asks for StartTLS where nothing is said.
        Silent("sssd/bind-password", 50, Sssd("ldap_uri = ldap://a\n"), Some.Yaml("apiVersion: machineconfiguration.openshift.io/v1\n"
            + "kind: OSImageStream\nmetadata: {name: cluster}\nspec: {defaultStream: rhel-10}\n"));
    }

    [Fact]
    public void ThePolicyIsNotChangedOnTheNode()
    {
        Fires("selinux/semanage", "ExecStart", new SourceFile("a.service",
            "[Service]\nExecStart=/bin/sh -c 'semanage fcontext -a -t nfs_t /data'\n"));
        Fires("selinux/semanage", "source:", Some.ConfigFile("/usr/local/bin/a", "#!/bin/sh\nsemodule -i /etc/x.pp\n"));
        Silent("selinux/semanage", new SourceFile("a.service", "[Service]\nExecStart=/usr/sbin/semanage boolean -l\n"));
        Silent("selinux/semanage", Some.OsConfig("FROM configs\nRUN semanage boolean --modify --on a && bootc container lint\n"));
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
