using System.Buffers.Binary;
using Automount.Nfs;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Servers;

[Trait("suite", "hostile")]
public class RpcNullTests
{
    private const uint Xid = 0x1234_5678;

    public static IEnumerable<object[]> Replies =>
    [
        [Words(Xid, 1, 0, 0, 0, 0), RpcStatus.Success, ServerOutcome.Up],
        [Words(Xid, 1, 0, 0, 0, 1), RpcStatus.ProgramUnavailable, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0, 2, 4, 4), RpcStatus.ProgramMismatch, ServerOutcome.VersionMismatch],
        [Words(Xid, 1, 0, 0, 0, 2, 4), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0, 3), RpcStatus.ProcedureUnavailable, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0, 4), RpcStatus.GarbageArguments, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0, 5), RpcStatus.SystemError, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0, 6), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 0, 0), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 1, 0, 2, 2), RpcStatus.RpcMismatch, ServerOutcome.BadReply],
        [Words(Xid, 1, 1, 0, 2), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 1, 1, 5), RpcStatus.AuthenticationError, ServerOutcome.BadReply],
        [Words(Xid, 1, 1, 1), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 1, 2), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 2), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 0, 0, 0, 0, 0), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid + 1, 1, 0, 0, 0, 0), RpcStatus.OtherCall, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 1, 5, 0xAAAAAAAA, 0xAA000000, 0), RpcStatus.Success, ServerOutcome.Up],
        [Words(Xid, 1, 0, 1, 0xFFFFFFFF, 0), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(Xid, 1, 0, 1, 0x7FFFFFFF, 0), RpcStatus.Malformed, ServerOutcome.BadReply],
        [Words(), RpcStatus.Malformed, ServerOutcome.BadReply],
    ];

    [Fact]
    public void TheCallIsTheBytesOfTheStandard()
    {
        Assert.Equal(
            "80000028123456780000000000000002000186A3000000040000000000000000" + "000000000000000000000000",
            Convert.ToHexString(RpcNull.Call(Xid, 4)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    internal void EveryReplyHasItsOutcome(uint[] words, RpcStatus status, ServerOutcome outcome)
    {
        var reply = RpcNull.Read(Record(words), Xid);

        Assert.Equal((status, outcome), (reply.Status, reply.Outcome));
        Assert.Equal(outcome == ServerOutcome.Up, reply.Describe(3).Length == 0);
    }

    [Fact]
    public void AMismatchNamesTheVersionsThatTheServerSpeaks()
    {
        Assert.Equal(
            "The server does not speak NFS version 3, only 4.", RpcNull.Read(Record(Xid, 1, 0, 0, 0, 2, 4, 4), Xid).Describe(3));
    }

    [Fact]
    public void EveryBeginningOfAReplyIsIncomplete()
    {
        var whole = Record(Xid, 1, 0, 0, 0, 0);

        Assert.All(
            Enumerable.Range(0, whole.Length), n => Assert.Equal(RpcStatus.Incomplete, RpcNull.Read(whole.AsSpan(0, n), Xid).Status));
    }

    [Fact]
    public void FragmentsArePutTogether()
    {
        var body = Record(Xid, 1, 0, 0, 0, 0)[4..];
        byte[] split = [0, 0, 0, 5, .. body[..5], 0, 0, 0, 0, 0x80, 0, 0, 19, .. body[5..]];

        Assert.Equal(RpcStatus.Success, RpcNull.Read(split, Xid).Status);
    }

    [Fact]
    public void AFragmentThatIsTooLongIsNoReply()
    {
        Assert.Equal(RpcStatus.Malformed, RpcNull.Read([0x80, 0, 0x10, 0x01], Xid).Status);
        Assert.Equal(RpcStatus.Malformed, RpcNull.Read("HTTP/1.1 400 Bad Request\r\n"u8, Xid).Status);
        Assert.Equal(RpcStatus.Malformed, RpcNull.Read(new byte[RpcNull.MaximumReply], Xid).Status);
        Assert.Equal(RpcStatus.Malformed, RpcNull.Read(new byte[RpcNull.MaximumReply + 1], Xid).Status);
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[], byte[]>((noise, tail) =>
        {
            RpcNull.Read(noise, Xid);
            byte[] marked = [0x80, 0, 0, (byte)Math.Min(255, noise.Length), .. noise, .. tail];
            RpcNull.Read(marked, Xid);
            byte[] accepted = [.. Record(Xid, 1, 0)[4..], .. noise];
            RpcNull.Read([0x80, 0, 0, (byte)Math.Min(255, accepted.Length), .. accepted], Xid);
        }).QuickCheckThrowOnFailure();
    }

    internal static byte[] Record(params uint[] words)
    {
        var bytes = new byte[4 + (4 * words.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x8000_0000 | (uint)(4 * words.Length));
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), words[i]);
        }

        return bytes;
    }

    private static uint[] Words(params uint[] words) => words;
}
