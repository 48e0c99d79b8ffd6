using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AgentTests.Support;
using AutomountAgent.Collect.Proc;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Ldap;

/// <summary>
/// A real slapd of its own on a high loopback port, in a folder of its own. Tests that need it are skipped where slapd is not installed.
/// </summary>
public sealed partial class PrivateSlapd : IDisposable
{
    public const string Suffix = "dc=example,dc=com";
    public const string Admin = "cn=admin,dc=example,dc=com";
    public const string Password = "secret";

    private static readonly string? Binary = new[] { "/usr/sbin/slapd", "/usr/libexec/slapd" }.FirstOrDefault(File.Exists);

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("slapd-").FullName;
    private readonly Process process;

    /// <param name="schema">Schema definitions of automount, in slapd.conf syntax.</param>
    /// <param name="ldif">The entries below the suffix.</param>
    /// <param name="settings">More lines for the database.</param>
    /// <param name="tls">With a certificate of its own.</param>
    /// <param name="global">More lines before the database.</param>
    /// <param name="environment">More environment for the server.</param>
    public PrivateSlapd(
        string schema,
        string ldif,
        string settings = "",
        bool tls = false,
        string global = "",
        IReadOnlyDictionary<string, string>? environment = null)
    {
        Assert.SkipWhen(Binary is null, "slapd is not installed (Debian: slapd, RHEL: openldap-servers)");
        (Port, TlsPort) = (FreePort(), FreePort());
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "db"));
        File.WriteAllText(At("slapd.conf"), $"""
            include /etc/ldap/schema/core.schema
            {schema}
            {(tls ? WriteCertificate() : "")}
            modulepath /usr/lib/ldap
            moduleload back_mdb
            moduleload syncprov
            {global}
            database mdb
            suffix "{Suffix}"
            rootdn "{Admin}"
            rootpw {Password}
            directory {At("db")}
            index objectClass eq
            {settings}
            """);
        File.WriteAllText(At("data.ldif"), $"dn: {Suffix}\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: x\n\n{ldif}");
        using (var load = Start("-T", "add", "-q", "-f", At("slapd.conf"), "-l", At("data.ldif")))
        {
            load.WaitForExit();
            Assert.True(load.ExitCode == 0, load.StandardError.ReadToEnd());
        }

        var urls = $"ldap://127.0.0.1:{Port}/" + (tls ? $" ldaps://127.0.0.1:{TlsPort}/" : "");
        urls += $" {LocalUri}";
        process = Start(environment ?? new Dictionary<string, string>(), "-d", "0", "-f", At("slapd.conf"), "-h", urls);
        WaitForPort();
    }

    public int Port { get; }

    public int TlsPort { get; }

    public string Uri => $"ldap://127.0.0.1:{Port}";

    public string TlsUri => $"ldaps://127.0.0.1:{TlsPort}";

    public string CaFile => At("cert.pem");

    public string KeyFile => At("key.pem");

    /// <summary>Its Unix socket.</summary>
    public string LocalUri => $"ldapi://{At("ldapi").Replace("/", "%2F")}";

    /// <summary>Changes the tree, as administrator.</summary>
    /// <param name="ldif">LDIF with changes.</param>
    public void Modify(string ldif)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ldapmodify"), "ldapmodify is not installed (Debian: ldap-utils, RHEL: openldap-clients)");
        using var modify = Process.Start(new ProcessStartInfo("/usr/bin/ldapmodify", ["-x", "-H", Uri, "-D", Admin, "-w", Password])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        modify.StandardInput.Write(ldif);
        modify.StandardInput.Close();
        modify.WaitForExit();
        Assert.True(modify.ExitCode == 0, modify.StandardError.ReadToEnd());
    }

    /// <summary>
    /// Stops it without closing its socket: it accepts connections and says nothing. Returns when all its threads stand still: until then
    /// one may answer.
    /// </summary>
    public void Freeze()
    {
        Assert.Equal(0, Kill(process.Id, 19));
        var patience = Patience.Minute;
        while (System.IO.Directory
            .GetDirectories($"/proc/{process.Id}/task")
            .Any(thread => !ProcessState.IsSuspended(HostPaths.Host, int.Parse(Path.GetFileName(thread)))))
        {
            patience.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }
    }

    public void Thaw() => Assert.Equal(0, Kill(process.Id, 18));

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        System.IO.Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string At(string name) => Path.Combine(folder, name);

    private string WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(75));
        File.WriteAllText(CaFile, certificate.ExportCertificatePem());
        File.WriteAllText(At("key.pem"), key.ExportPkcs8PrivateKeyPem());
        return $"TLSCACertificateFile {CaFile}\nTLSCertificateFile {CaFile}\nTLSCertificateKeyFile {At("key.pem")}";
    }

    private static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    private static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private void WaitForPort()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            Assert.False(process.HasExited, "slapd ended");
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                process.WaitForExit(20);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

/// <summary>The automount schemas in use, and trees in them.</summary>
public static class Trees
{
    /// <summary>rfc2307bis: attributes of one value, case-exact.</summary>
    public const string Rfc2307BisSchema = """
        attributetype ( 1.3.6.1.1.1.1.31 NAME 'automountMapName'
          EQUALITY caseExactMatch SUBSTR caseExactSubstringsMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
        attributetype ( 1.3.6.1.1.1.1.32 NAME 'automountKey' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
        attributetype ( 1.3.6.1.1.1.1.33 NAME 'automountInformation'
          EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
        objectclass ( 1.3.6.1.1.1.2.16 NAME 'automountMap' SUP top STRUCTURAL MUST automountMapName MAY description )
        objectclass ( 1.3.6.1.1.1.2.17 NAME 'automount' SUP top STRUCTURAL MUST ( automountKey $ automountInformation ) MAY description )
        """;

    /// <summary>The old schema with ou and cn; the value is an octet string here, so that it can hold any byte.</summary>
    public const string OuCnSchema = """
        attributetype ( 1.3.6.1.1.1.1.13 NAME 'automountInformation' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 )
        objectclass ( 1.3.6.1.4.1.2312.4.2.2 NAME 'automountMap' SUP top STRUCTURAL MUST ou )
        objectclass ( 1.3.6.1.4.1.2312.4.2.3 NAME 'automount' SUP top STRUCTURAL MUST cn MAY ( automountInformation $ description ) )
        """;

    /// <summary>rfc2307, with the attributes of NIS.</summary>
    public const string Rfc2307Schema = """
        attributetype ( 1.3.6.1.1.1.1.26 NAME 'nisMapName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
        attributetype ( 1.3.6.1.1.1.1.27 NAME 'nisMapEntry' EQUALITY caseExactMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
        objectclass ( 1.3.6.1.1.1.2.9 NAME 'nisMap' SUP top STRUCTURAL MUST nisMapName MAY description )
        objectclass ( 1.3.6.1.1.1.2.10 NAME 'nisObject' SUP top STRUCTURAL MUST ( cn $ nisMapEntry $ nisMapName ) MAY description )
        """;

    public static string NisMap(string name) => $"dn: nisMapName={name},{PrivateSlapd.Suffix}\nobjectClass: nisMap\nnisMapName: {name}\n\n";

    public static string NisEntry(string map, string key, string value) =>
        $"dn: cn={key},nisMapName={map},{PrivateSlapd.Suffix}\nobjectClass: nisObject\ncn: {key}\nnisMapName: "
            + $"{map}\nnisMapEntry: {value}\n\n";

    public static string BisMap(string name, string below = PrivateSlapd.Suffix) =>
        $"dn: automountMapName={name},{below}\nobjectClass: automountMap\nautomountMapName: {name}\n\n";

    public static string BisEntry(string map, string key, string value, string below = PrivateSlapd.Suffix) =>
        $"dn: automountKey={key},automountMapName={map},{below}\nobjectClass: automount\nautomountKey: "
            + $"{key}\nautomountInformation: {value}\n\n";

    public static string OuMap(string name) => $"dn: ou={name},{PrivateSlapd.Suffix}\nobjectClass: automountMap\nou: {name}\n\n";

    public static string OuEntry(string map, string key, params byte[][] values) =>
        $"dn: cn={key},ou={map},{PrivateSlapd.Suffix}\nobjectClass: automount\ncn: {key}\n" +
        string.Concat(values.Select(v => $"automountInformation:: {Convert.ToBase64String(v)}\n")) + "\n";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
