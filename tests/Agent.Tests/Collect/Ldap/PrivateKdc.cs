using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// A real MIT KDC of its own on a high loopback port, with keys for a host and for an LDAP server on localhost. Tests that need it are
/// skipped where it is not installed. libkrb5 of this process is told of it by KRB5_CONFIG, as are its children.
/// </summary>
public sealed partial class PrivateKdc : IDisposable
{
    public const string Realm = "EXAMPLE.TEST";
    public const string Host = "host/node1.example.test";
    private const string Programs = "/usr/sbin";

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("kdc-").FullName;
    private readonly Process process;

    public PrivateKdc()
    {
        Assert.SkipUnless(
            File.Exists($"{Programs}/krb5kdc")
                && File.Exists($"{Programs}/kadmin.local"), "no KDC is installed (Debian: krb5-kdc krb5-admin-server, RHEL: krb5-server)");
        Assert.SkipUnless(
            System.IO.Directory
                .GetDirectories("/usr/lib", "sasl2", SearchOption.TopDirectoryOnly)
                .Concat(Existing("/usr/lib64/sasl2", "/usr/lib/x86_64-linux-gnu/sasl2"))
                .Any(d => System.IO.Directory.GetFiles(d, "libgssapiv2.so*").Length > 0),
            "SASL has no GSSAPI (Debian: libsasl2-modules-gssapi-mit, RHEL: cyrus-sasl-gssapi)");
        var port = PrivateSlapd.FreePort();
        File.WriteAllText(At("krb5.conf"), $$"""
            [libdefaults]
            default_realm = {{Realm}}
            dns_lookup_kdc = false
            dns_lookup_realm = false
            dns_canonicalize_hostname = false
            rdns = false
            udp_preference_limit = 1
            [realms]
            {{Realm}} = {
              kdc = 127.0.0.1:{{port}}
            }
            SILENT.TEST = {
              kdc = 127.0.0.1:{{Silent}}
            }
            [domain_realm]
            localhost = {{Realm}}
            """);
        File.WriteAllText(At("kdc.conf"), $$"""
            [kdcdefaults]
            kdc_listen = ""
            kdc_tcp_listen = 127.0.0.1:{{port}}
            [realms]
            {{Realm}} = {
              database_name = {{At("principal")}}
              key_stash_file = {{At("stash")}}
              acl_file = {{At("acl")}}
            }
            """);
        _ = SetEnvironment("KRB5_CONFIG", At("krb5.conf"), 1);
        Run("kdb5_util", "-r", Realm, "create", "-s", "-P", "master");
        Run("kadmin.local", "-r", Realm, "-q", $"addprinc -randkey {Host}");
        Run("kadmin.local", "-r", Realm, "-q", "addprinc -randkey ldap/localhost");
        Run("kadmin.local", "-r", Realm, "-q", $"ktadd -k {HostKeytab} {Host}");
        Run("kadmin.local", "-r", Realm, "-q", $"ktadd -k {At("ldap.keytab")} ldap/localhost");
        process = Start("krb5kdc", "-n", "-r", Realm, "-P", At("pid"));
        WaitForPort(port);
    }

    /// <summary>The port of a KDC that accepts connections and says nothing: of the realm SILENT.TEST.</summary>
    public int Silent { get; } = PrivateSlapd.FreePort();

    /// <summary>The keys of the host.</summary>
    public string HostKeytab => At("host.keytab");

    /// <summary>What slapd is told: its keytab, and where the KDC is.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["KRB5_CONFIG"] = At("krb5.conf"),
        ["KRB5_KDC_PROFILE"] = At("kdc.conf"),
        ["KRB5_KTNAME"] = At("ldap.keytab"),
        ["KRB5RCACHENAME"] = "none:",
    };

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Existing(params string[] folders) => folders.Where(System.IO.Directory.Exists);

    private string At(string name) => Path.Combine(folder, name);

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo($"{Programs}/{program}", arguments)
        {
            RedirectStandardError = true, RedirectStandardOutput = true
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void Run(string program, params string[] arguments)
    {
        using var run = Start(program, arguments);
        run.WaitForExit();
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.StandardError.ReadToEnd()}");
    }

    private void WaitForPort(int port)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(process.HasExited, "krb5kdc ended");
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                process.WaitForExit(20);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
