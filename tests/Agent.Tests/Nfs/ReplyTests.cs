using Automount.Nfs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Nfs;

/// <summary>Bytes of a stranger give a result or an <see cref="NfsFormatException"/>, nothing else.</summary>
[Trait("suite", "hostile")]
public class ReplyTests
{
    private static readonly Gen<byte[]> Replies = Gen.Elements<uint>(
        0, 1, 2, 3, 4, 9, 15, 16, 24, 42, 43, 53, 10021, 0x7fff_ffff, uint.MaxValue)
        .ListOf().Select(words => new XdrWriter().Words([.. words]).Written.ToArray());

    [Fact]
    public void AnyBytesAreReadOrRefused() => Prop.ForAll(Arb.From(Replies), bytes =>
    {
        Try(() => RpcResult.Read(bytes));
        Try(() => Nfs4Reply.Find(bytes));
        Try(() => Nfs4Reply.Status(bytes));
        Try(() => Nfs4Reply.ClientId(bytes));
        Try(() => Nfs4Reply.Session(bytes));
        Try(() => Mount3.Status(bytes));
        Try(() => Mount3.Flavors(bytes));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithReplay(1, 1));

    /// <summary>A server that leaves attributes out, claims more than there is, or has more words in its bitmap than there are.</summary>
    [Theory]
    [InlineData(new uint[] { 2, 2, 0x32 }, new uint[] { 2, 0x1ED }, null)]
    [InlineData(new uint[] { 2, 2, 0x02 }, new uint[] { 2, 0x1ED }, true)]
    [InlineData(new uint[] { 1, 2 }, new uint[] { 2 }, true)]
    [InlineData(new uint[] { 3, 2, 0, 0 }, new uint[] { 1 }, false)]
    [InlineData(new uint[] { 0 }, new uint[] { }, null)]
    public void AttributesAreThoseThatAreThere(uint[] bitmap, uint[] values, bool? isDirectory)
    {
        var results = new XdrWriter().Words(0).Text("").Words(1, 9, 0).Words(bitmap)
            .Opaque(new XdrWriter().Words(values).Written).Written.ToArray();

        if (isDirectory is null)
        {
            Assert.Throws<NfsFormatException>(() => Nfs4Reply.Find(results));
            return;
        }

        var found = Nfs4Reply.Find(results);
        Assert.Equal((isDirectory, null), ((bool?)found.IsDirectory, found.Attributes));
    }

    [Fact]
    public void AnXdrStringIsPadded()
    {
        Assert.Equal(
            [0, 0, 0, 5, (byte)'h', (byte)'o', (byte)'m', (byte)'e', (byte)'s', 0, 0, 0], new XdrWriter().Text("homes").Written.ToArray());
        Assert.Equal("homes"u8.ToArray(), new XdrReader(new XdrWriter().Text("homes").Written).Opaque().ToArray());
    }

    [Fact]
    public void ACallIsThatOfRfc5531()
    {
        var call = new RpcCall("node1").Make(7, Mount3.Mount, new XdrWriter().Text("/x").Written);

        Assert.Equal(
            new XdrWriter()
                .Words(0x8000_0000 | (uint)(call.Length - 4), 7, 0, 2, 100005, 3, 1)
                .Words(1, 28, 0).Text("node1").Words(0, 0, 0) // AUTH_SYS: stamp, name, uid, gid, no further groups
                .Words(0, 0).Text("/x").Written.ToArray(),
            call);
    }

    [Fact]
    public void TheFlavorsOfAnExportAreRead()
    {
        var result = new XdrWriter().Words(0).Opaque(new byte[28]).Words(2, 390003, 1).Written;

        Assert.Equal(Mount3Status.Ok, Mount3.Status(result));
        Assert.Equal([390003, 1], Mount3.Flavors(result));
    }

    private static void Try<T>(Func<T> read)
    {
        try
        {
            read();
        }
        catch (NfsFormatException)
        {
            // It is refused.
        }
    }
}
