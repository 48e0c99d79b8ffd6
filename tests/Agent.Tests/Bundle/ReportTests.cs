using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using AgentTests.Support;
using AutomountAgent.Bundle;
using AutomountAgent.Commands;
using AutomountAgent.History;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Bundle;

/// <summary>A bundle of a node whose files hold secrets, and of one where reading does not end.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReportTests : IDisposable
{
    /// <summary>What every planted secret has in it.</summary>
    private const string Secret = "S3cret";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(50);

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("report-");
    private readonly ManualResetEventSlim never = new();

    public void Dispose()
    {
        never.Set();
        root.Delete(recursive: true);
    }

    [Fact]
    public async Task NoPlantedSecretLeavesTheNode()
    {
        Plant();
        var parts = new NodeParts(new HostPaths(root.FullName), new JournalText(Journal), Long, TimeProvider.System).All
            .Prepend(new("status.json", "the daemon", _ => Task.FromResult($$"""{"message":"mount -o password={{Secret}}1 failed"}""")))
            .Append(new("failed.txt", "nothing", _ => throw new IOException($"cannot bind with password={Secret}2")));

        var files = await UnpackAsync(parts, Long);

        Assert.All(files, file => Assert.DoesNotContain(Secret, file.Key + file.Value, StringComparison.OrdinalIgnoreCase));

        // What is harmless is there: a bundle of stars would pass as well.
        Assert.Contains("ldap_uri = ldap://", files["configuration/sssd.conf"]);
        Assert.Contains("@ldap1.example.com, ldaps://ldap2.example.com", files["configuration/sssd.conf"]);
        Assert.Contains("ldap_default_authtok = ***", files["configuration/sssd.conf"]);
        Assert.Contains("ldap_krb5_keytab = /etc/krb5.keytab", files["configuration/sssd.conf"]);
        Assert.Contains("# 5 other lines not shown", files["configuration/sssd.conf"]);
        Assert.Contains("[domain/second]\nldap_search_base = dc=two", files["configuration/sssd.conf"]);
        Assert.Contains("timeout = 300", files["configuration/autofs.conf"]);
        Assert.Contains("sec = krb5p", files["configuration/nfsmount.conf"]);
        Assert.Contains("interval = 10s", files["configuration/agent.conf"]);
        Assert.Equal("automount: sss files\n", files["configuration/nsswitch.conf"]);
        Assert.Contains("/home/alice", files["mounts/mountinfo.txt"]);
        Assert.DoesNotContain("/boot", files["mounts/mountinfo.txt"]);
        Assert.Contains("age:\t10", files["mounts/mountstats.txt"]);
        Assert.DoesNotContain("tmpfs", files["mounts/mountstats.txt"]);
        Assert.Contains("lookup alice", files["journal/autofs.txt"]);
        Assert.Contains("nfs: server nfs1 not responding", files["journal/kernel-nfs.txt"]);
        Assert.DoesNotContain("usb", files["journal/kernel-nfs.txt"]);
        Assert.Contains("server/hung", files["history.json"]);
        Assert.Contains("Some Linux", files["system/os-release.txt"]);
        Assert.All(files.Where(f => f.Key.EndsWith(".json", StringComparison.Ordinal)), file => JsonDocument.Parse(file.Value).Dispose());
    }

    /// <summary>A disk or a mount that hangs costs its part, which the index names; all others are there.</summary>
    [Fact]
    public async Task APartThatHangsIsNamedAndTheOthersAreThere()
    {
        Plant();
        var parts = new NodeParts(new HostPaths(root.FullName), new JournalText(HangingJournal), Long, TimeProvider.System).All
            .Append(new("deaf.txt", "a call that ignores its end", _ => new TaskCompletionSource<string>().Task));

        var files = await UnpackAsync(parts, TimeSpan.FromSeconds(3));

        using var index = JsonDocument.Parse(files["index.json"]);
        var missing = index.RootElement.GetProperty("parts").EnumerateArray()
            .Where(part => part.TryGetProperty("notReadBecause", out _))
            .ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("notReadBecause").GetString());
        string[] hanging =
            ["journal/automount-agent.txt", "journal/sssd.txt", "journal/autofs.txt", "journal/kernel-nfs.txt", "deaf.txt"];
        Assert.All(hanging, name => Assert.Equal("it was not read within 3 s", missing[name]));
        Assert.All(hanging, name => Assert.DoesNotContain(name, files.Keys));
        Assert.Contains("ldap_search_base", files["configuration/sssd.conf"]);
        Assert.Contains("/home/alice", files["mounts/mountinfo.txt"]);
        Assert.NotEmpty(index.RootElement.GetProperty("neverIncluded").EnumerateArray());
    }

    [Fact]
    public async Task WhatIsNotThereIsSaid()
    {
        var parts = new NodeParts(new HostPaths(root.FullName), new JournalText((_, _, _) => -13), Long, TimeProvider.System).All;

        var files = await UnpackAsync(parts, Long);

        Assert.Contains("the journal cannot be read (errno 13)", files["index.json"]);
        Assert.Contains("sssd.conf: it does not exist", files["configuration/sssd.conf"]);
        Assert.DoesNotContain("mounts/mountinfo.txt", files.Keys);
    }

    [Fact]
    public async Task APartHasABound()
    {
        BundlePart[] parts = [new("long.txt", "a loop", _ => Task.FromResult(new string('x', BundleReader.MaxLength + 1)))];

        var files = await UnpackAsync(parts, Long);

        Assert.Equal(BundleReader.MaxLength + BundleReader.Cut.Length, files["long.txt"].Length);
        Assert.Contains("\"cut\": true", files["index.json"]);
    }

    [Theory]
    [InlineData("password=abcdef,ro", "password=******,ro")]
    [InlineData("//u:abcdef@h", "//u:abcdef@h")]
    [InlineData("cifs://u:abcdef@h/x", "cifs://***@h/x")]
    [InlineData("a\n-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----\nb", "a\n[a private key]\nb")]
    [InlineData("plain\n", "plain\n")]
    [InlineData("", "")]
    public void LinesAreMasked(string text, string expected) => Assert.Equal(expected, Masking.Lines(text, Masking.Line));

    /// <summary>This machine, whatever it is: no daemon, perhaps no sssd.</summary>
    [Fact]
    public async Task TheCommandReplacesARegularFileAndNothingElse()
    {
        var (file, link) = (Path.Combine(root.FullName, "bundle.tar.gz"), Path.Combine(root.FullName, "link"));
        File.WriteAllText(file, "old");
        File.CreateSymbolicLink(link, file);

        Assert.Equal(2, await AgentCommands.Root().Parse(["report", "--output", link]).InvokeAsync(cancellationToken: Patience.Minute));
        Assert.Equal("old", File.ReadAllText(file));
        Assert.Equal(0, await AgentCommands.Root().Parse(["report", "--output", file]).InvokeAsync(cancellationToken: Patience.Minute));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Contains("\"schema\": 1", Unpack(File.ReadAllBytes(file))["index.json"]);
    }

    private static async Task<Dictionary<string, string>> UnpackAsync(IEnumerable<BundlePart> parts, TimeSpan deadline)
    {
        var results = await new BundleReader(deadline, TimeProvider.System).ReadAsync(parts, Patience.Minute);
        return Unpack(new BundleArchive("bundle", Some.Time).Bytes(results, "worker-1", "0.1.0"));
    }

    private static Dictionary<string, string> Unpack(byte[] archive)
    {
        var files = new Dictionary<string, string>();
        using var tar = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, entry.Mode);
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            files.Add(entry.Name[(entry.Name.IndexOf('/') + 1)..], Encoding.UTF8.GetString(content.ToArray()));
        }

        return files;
    }

    private static int Journal(IReadOnlyList<string[]> groups, int max, Action<DateTimeOffset, string> take)
    {
        take(Some.Time, $"lookup alice: -fstype=cifs,username=u,password={Secret}3 ://smb/x");
        take(Some.Time, $"bind to ldap://cn=x:{Secret}4@ldap.example.com failed");
        take(Some.Time, $"nfs: server nfs1 not responding, still trying; token: {Secret}5aaaaaaaaaaaaaaa");
        take(Some.Time, "usb 1-1: new device");
        return 0;
    }

    private int HangingJournal(IReadOnlyList<string[]> groups, int max, Action<DateTimeOffset, string> take)
    {
        never.Wait();
        return 0;
    }

    private void Plant()
    {
        Write("etc/sssd/sssd.conf", $"""
            # ldap_default_authtok = {Secret}6
            [domain/first]
            ldap_uri = ldap://cn=x:{Secret}7@ldap1.example.com, ldaps://ldap2.example.com
            ldap_default_authtok = {Secret}8
              {Secret}9
            ldap_krb5_keytab = /etc/krb5.keytab
            my_own_key = {Secret}a
            krb5_password {Secret}b
            {Secret}cQUJDRA==
            ldap_default_authtok : {Secret}d = x
            -----BEGIN PRIVATE KEY-----
            """);
        Write("etc/sssd/conf.d/10.conf", $"[domain/second]\nldap_search_base = dc=two\nldap_default_authtok={Secret}e\n");
        Write("etc/krb5.keytab", $"{Secret}f");
        Write("etc/autofs_ldap_auth.conf", $"<autofs_ldap_sasl_conf secret=\"{Secret}g\" />");
        Write("etc/autofs.conf", $"[ autofs ]\ntimeout = 300\nldap_uri = ldap://u:{Secret}h@h1\nencoded_secret = {Secret}i\n");
        Write("etc/nfsmount.conf", $"[ NFSMount_Global_Options ]\nsec=krb5p\npassword={Secret}j\nother={Secret}k\n");
        Write("etc/automount-agent/agent.conf", $"[mounts]\ninterval = 10s\n[ldap]\npassword = {Secret}l\nbogus = {Secret}m\n");
        Write("etc/nsswitch.conf", $"passwd: files # {Secret}n\nautomount: sss files\n");
        Write("etc/os-release", "NAME=\"Some Linux\"\n");
        Write("proc/1/mountinfo", $"""
            30 1 8:1 / /boot rw - ext4 /dev/sda1 rw
            41 1 0:51 / /home/alice rw,relatime shared:5 - nfs4 nfs1:/home/alice rw,password={Secret}o,sec=krb5
            42 1 0:52 / /smb rw - cifs //smb/x rw,password={Secret}p
            """);
        Write("proc/1/mountstats", $"""
            device tmpfs mounted on /run with fstype tmpfs
            device nfs1:/home/alice mounted on /home/alice with fstype nfs4 statvers=1.1
            {"\t"}opts:{"\t"}rw,password={Secret}q
            {"\t"}age:{"\t"}10
            device //smb/x mounted on /smb with fstype cifs
            {"\t"}opts: {Secret}r
            """);
        Write("var/log/sssd/sssd_first.log", $"{Secret}s");
        Write("var/lib/automount-agent/history.jsonl", Encoding.UTF8.GetString(HistoryText.Lines(
        [
            new(Some.Time, "b1", HistoryEvents.Raised) { Code = "server/hung", Subject = "nfs1", Message = $"options: password={Secret}t" },
        ])));
    }

    private void Write(string path, string text)
    {
        var file = new FileInfo(Path.Combine(root.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
