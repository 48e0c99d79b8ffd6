using System.Text;
using AutomountAgent.Probe;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Probe;

public class ProberProtocolTests
{
    [Theory]
    [InlineData("/home/alice")]
    [InlineData("/a b\tc\nd\\e\u0001")]
    [InlineData("/ä/漢")]
    public void ARequestComesBackAsItWasSent(string path)
    {
        var line = ProberProtocol.FormatRequest(7, ProberRequest.Of(ProberVerb.Unmount, path, "0:52"));

        Assert.EndsWith("\n", line);
        Assert.DoesNotContain('\n', line[..^1]);
        var request = ProberProtocol.ReadRequest(Encoding.ASCII.GetBytes(line[..^1]), out var id);
        Assert.NotNull(request);
        Assert.Equal((7, ProberVerb.Unmount, path, "0:52"), (id, request.Verb, Encoding.UTF8.GetString(request.Path), request.Device));
    }

    [Fact]
    public void AnAnswerComesBackAsItWasSent()
    {
        var answer = new ProbeAnswer(
            0, ProbeAnswer.Nfs, "0:52", "/home/alice b", "/home") { Refusal = "process 7 (b\nash) has a file open there" };
        var line = ProberProtocol.FormatAnswer(9, answer);

        Assert.True(ProberProtocol.TryReadAnswer(Encoding.ASCII.GetBytes(line[..^1]), out var id, out var read));
        Assert.Equal((9, answer), (id, read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1\twrite\t/x\t")]
    [InlineData("1\tprobe\t/x")]
    [InlineData("x\tprobe\t/x\t")]
    [InlineData("1\tprobe\t\t")]
    [InlineData("1\tprobe\t/x\\000y\t")]
    [InlineData("1\tprobe\t/x\t\t/y")]
    public void WhatIsNoRequestIsRefused(string line)
    {
        Assert.Null(ProberProtocol.ReadRequest(Encoding.ASCII.GetBytes(line), out _));
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        Prop.ForAll<byte[]>(noise =>
        {
            ProberProtocol.ReadRequest(noise, out _);
            ProberProtocol.TryReadAnswer(noise, out _, out _);
            ProberProtocol.TryReadAnswer([.. "1\t2\t3\t"u8, .. noise], out _, out _);
        }).QuickCheckThrowOnFailure();
    }
}
