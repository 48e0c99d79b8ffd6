using System.Text;
using AutomountAgent.Act;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Act;

public class ProberProtocolTests
{
    [Theory]
    [InlineData("/home/alice")]
    [InlineData("/a b\tc\nd\\e\u0001")]
    [InlineData("/ä/漢")]
    public void ARequestComesBackAsItWasSent(string path)
    {
        var line = ProberProtocol.FormatRequest(7, path);

        Assert.EndsWith("\n", line);
        Assert.DoesNotContain('\n', line[..^1]);
        Assert.True(ProberProtocol.TryReadRequest(Encoding.ASCII.GetBytes(line[..^1]), out var id, out var bytes));
        Assert.Equal((7, path), (id, Encoding.UTF8.GetString(bytes)));
    }

    [Fact]
    public void AnAnswerComesBackAsItWasSent()
    {
        var answer = new ProbeAnswer(0, ProbeAnswer.Nfs, "0:52", "/home/alice b", "/home");
        var line = ProberProtocol.FormatAnswer(9, answer);

        Assert.True(ProberProtocol.TryReadAnswer(Encoding.ASCII.GetBytes(line[..^1]), out var id, out var read));
        Assert.Equal((9, answer), (id, read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\twrite\t/x")]
    [InlineData("x\tprobe\t/x")]
    [InlineData("1\tprobe\t")]
    [InlineData("1\tprobe\t/x\\000y")]
    [InlineData("1\tprobe\t/x\t/y")]
    public void WhatIsNoRequestIsRefused(string line)
    {
        Assert.False(ProberProtocol.TryReadRequest(Encoding.ASCII.GetBytes(line), out _, out _));
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[]>(noise =>
        {
            ProberProtocol.TryReadRequest(noise, out _, out _);
            ProberProtocol.TryReadAnswer(noise, out _, out _);
            ProberProtocol.TryReadAnswer([.. "1\t2\t3\t"u8, .. noise], out _, out _);
        }).QuickCheckThrowOnFailure();
    }
}
