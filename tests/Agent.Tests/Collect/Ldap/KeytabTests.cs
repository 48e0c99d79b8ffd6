using System.Buffers.Binary;
using System.Text;
using AutomountAgent.Collect.Ldap;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class KeytabTests
{
    /// <summary>A keytab with keys of 32 zero bytes.</summary>
    public static byte[] Bytes(params (string Realm, string[] Name)[] principals)
    {
        var file = new MemoryStream();
        file.Write([5, 2]);
        foreach (var (realm, name) in principals)
        {
            var entry = new MemoryStream();
            Number(entry, name.Length, 2);
            foreach (var text in name.Prepend(realm))
            {
                Number(entry, text.Length, 2);
                entry.Write(Encoding.UTF8.GetBytes(text));
            }

            Number(entry, 1, 4); // KRB5_NT_PRINCIPAL
            Number(entry, 0, 4); // Time.
            Number(entry, 2, 1); // Key version.
            Number(entry, 18, 2); // aes256-cts-hmac-sha1-96
            Number(entry, 32, 2);
            entry.Write(new byte[32]);
            Number(file, (int)entry.Length, 4);
            entry.WriteTo(file);
        }

        return file.ToArray();
    }

    private static void Number(MemoryStream stream, int value, int bytes)
    {
        for (var i = bytes - 1; i >= 0; i--)
        {
            stream.WriteByte((byte)(value >> (8 * i)));
        }
    }

    [Fact]
    public void ThePrincipalsAreReadOnce() => Assert.Equal(
        ["host/a.example.com@X", "A$@X"],
        Keytab.Parse(Bytes(("X", ["host", "a.example.com"]), ("X", ["A$"]), ("X", ["host", "a.example.com"]))));

    [Fact]
    public void AHoleIsPassedOver()
    {
        var hole = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(hole, -4);
        var bytes = Bytes(("X", ["a"]));

        Assert.Equal(["a@X"], Keytab.Parse([.. bytes[..2], .. hole, .. bytes[2..]]));
    }

    [Fact]
    public void AnyBytesAreReadWithoutAnException() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => Keytab.Parse([5, 2, .. bytes]).Count >= 0).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void ATornKeytabIsReadWithoutAnException()
    {
        var bytes = Bytes(("REALM", ["host", "name"]), ("REALM", ["other"]));
        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.InRange(Keytab.Parse(bytes.AsSpan(0, length)).Count, 0, 2);
        }
    }

    [Theory]
    [InlineData("host/n1.x@X,N1$@X", null, "X", "N1$@X")] // The machine account comes before host/NAME.
    [InlineData("nfs/n1.x@X,host/n1.x@X", null, "X", "host/n1.x@X")]
    [InlineData("host/n1.x@Y,host/n1.x@X", null, "X", "host/n1.x@X")]
    [InlineData("host/n1.x@Y,host/n1.x@X", null, null, "host/n1.x@Y")]
    [InlineData("nfs/n1.x@X,host/n1.x@X", "nfs/n1.x", "X", "nfs/n1.x@X")]
    [InlineData("host/n1.x@X,host/n1.x@Y", "host/n1.x@Y", "X", "host/n1.x@Y")]
    [InlineData("nfs/n1.x@X,host/other@X", null, "X", "host/other@X")]
    [InlineData("nfs/n1.x@Z", null, "X", "nfs/n1.x@Z")]
    [InlineData("", null, "X", null)]
    public void ThePrincipalIsTheOneThatSssdTakes(string principals, string? wanted, string? realm, string? expected) => Assert.Equal(
        expected, Keytab.Choose(principals.Split(',', StringSplitOptions.RemoveEmptyEntries), wanted, realm, "n1.x"));
}
