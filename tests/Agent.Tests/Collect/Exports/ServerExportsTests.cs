using System.Net;
using AgentTests.Support;
using Automount.Maps;
using Automount.Nfs;
using AutomountAgent.Collect.Exports;
using AutomountAgent.Collect.Servers;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Exports;

/// <summary>
/// Whether a server exports a path, asked of a server that keeps the rules of NFS version 4, and of servers that keep none.
/// </summary>
[Trait("suite", "hostile")]
public class ServerExportsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("4.2", new uint[] { 0, 1, 2 }, NfsVersions.Any)]
    [InlineData("4.1", new uint[] { 0, 1 }, NfsVersions.Four)]
    [InlineData("4.0", new uint[] { 0 }, NfsVersions.Any)]
    [InlineData("4.1", new uint[] { 1, 2 }, NfsVersions.Four1)]
    [InlineData("4.0", new uint[] { 0, 2 }, NfsVersions.Four0)]
    public async Task TheNewestVersionThatBothHaveIsUsed(string expected, uint[] minors, NfsVersions versions)
    {
        await using var server = new SmallNfs4Server(minors, _ => Nfs4Status.Ok);
        await using (var exports = new ServerExports(server.Address, Long, TimeProvider.System))
        {
            Assert.Equal(
                new ExportAnswer(ExportOutcome.Exists, expected, ""), await exports.FindAsync(versions, "/exports/home", Patience.Minute));
        }

        Assert.Equal(["/exports/home"], server.Asked[^1..]);
        Assert.Equal(0, server.Left);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ThePermissionsOfADirectoryAreThoseThatTheServerTells(bool tells)
    {
        await using var server = new SmallNfs4Server([2], _ => Nfs4Status.Ok) { TellsOwners = tells };
        await using var exports = new ServerExports(server.Address, TimeSpan.FromSeconds(30), TimeProvider.System);

        var answer = await exports.FindAsync(NfsVersions.Four2, "/exports/home", TestContext.Current.CancellationToken);

        Assert.Equal(ExportOutcome.Exists, answer.Outcome);
        Assert.Equal(tells ? new DirectoryAttributes(0x1ED, "1000", "100") : null, answer.Directory);
    }

    [Fact]
    public async Task AVersionThatTheServerDoesNotHaveIsNotReplaced()
    {
        await using var server = new SmallNfs4Server([1, 2], _ => Nfs4Status.Ok);
        await using var exports = new ServerExports(server.Address, Long, TimeProvider.System);

        Assert.Equal(ExportOutcome.Unknown, (await exports.FindAsync(NfsVersions.Four0, "/x", Patience.Minute)).Outcome);
        Assert.Equal(ExportOutcome.Exists, (await exports.FindAsync(NfsVersions.Four1, "/x", Patience.Minute)).Outcome);
    }

    [Theory]
    [InlineData(Nfs4Status.NoEntry, ExportOutcome.Missing, "no deep in /exports")]
    [InlineData(Nfs4Status.Access, ExportOutcome.Denied, "/exports")]
    [InlineData(Nfs4Status.WrongSecurity, ExportOutcome.NeedsSecurity, "sec=")]
    [InlineData(Nfs4Status.Moved, ExportOutcome.Referral, "another one")]
    [InlineData(Nfs4Status.Symlink, ExportOutcome.Unknown, "symbolic link")]
    [InlineData(Nfs4Status.ServerFault, ExportOutcome.Unknown, "10006")]
    [InlineData(Nfs4Status.BadName, ExportOutcome.Missing, "deep")]
    internal async Task AStatusHasItsAnswer(Nfs4Status status, ExportOutcome outcome, string detail)
    {
        await using var server = new SmallNfs4Server([1], path => path == "/exports/deep" ? status : Nfs4Status.Ok);
        await using var exports = new ServerExports(server.Address, Long, TimeProvider.System);

        var answer = await exports.FindAsync(NfsVersions.Four, "/exports/deep/er", Patience.Minute);

        Assert.Equal(outcome, answer.Outcome);
        Assert.Contains(detail, answer.Detail, StringComparison.Ordinal);
        Assert.Equal(ExportOutcome.Exists, (await exports.FindAsync(NfsVersions.Four, "/exports", Patience.Minute)).Outcome);
    }

    [Fact]
    public async Task AFileIsNotADirectory()
    {
        await using var server = new SmallNfs4Server([2], _ => Nfs4Status.Ok);
        await using var exports = new ServerExports(server.Address, Long, TimeProvider.System);

        Assert.Equal(ExportOutcome.NotDirectory, (await exports.FindAsync(NfsVersions.Four, "/a.txt", Patience.Minute)).Outcome);
    }

    [Fact]
    public async Task APathWithMoreNamesThanASessionTakesIsNotAsked()
    {
        await using var server = new SmallNfs4Server([2], _ => Nfs4Status.Ok);
        await using var exports = new ServerExports(server.Address, Long, TimeProvider.System);

        var answer = await exports.FindAsync(NfsVersions.Four, "/1/2/3/4/5/6/7/8/9/10", Patience.Minute);

        Assert.Equal(ExportOutcome.Unknown, answer.Outcome);
        Assert.Contains("10 names", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatAsksToComeLaterIsAskedAgain()
    {
        var delays = 3;
        await using var server = new SmallNfs4Server([2], _ => delays-- > 0 ? Nfs4Status.Delay : Nfs4Status.Ok);
        await using var exports = new ServerExports(server.Address, Long, TimeProvider.System);

        Assert.Equal(ExportOutcome.Exists, (await exports.FindAsync(NfsVersions.Four, "/x", Patience.Minute)).Outcome);
    }

    [Fact]
    public async Task ManyQuestionsShareOneConnectionAndTheSlotsOfItsSession()
    {
        await using var server = new SmallNfs4Server([2], path => path.EndsWith('7') ? Nfs4Status.NoEntry : Nfs4Status.Ok);
        var survey = new ExportSurvey(new HostResolver(TimeProvider.System), Long, TimeProvider.System);
        var questions = Enumerable.Range(0, 500)
            .Select(i => new ExportLocation("127.0.0.1", server.Address.Port, NfsVersions.Four, $"/exports/k{i}"));

        var answers = new List<ExportOutcome>();
        await foreach (var (_, answer) in survey.RunAsync(questions, Patience.Minute))
        {
            answers.Add(answer.Outcome);
        }

        Assert.Equal((450, 50), (answers.Count(o => o == ExportOutcome.Exists), answers.Count(o => o == ExportOutcome.Missing)));
        Assert.Equal((1, 0), (server.Connections, server.Left));
        Assert.InRange(server.Slots, 1, 3); // It gave three.
    }

    [Fact]
    public async Task AnAbandonedSurveyClosesItsSession()
    {
        await using var server = new SmallNfs4Server([2], _ => Nfs4Status.Ok);
        var survey = new ExportSurvey(new HostResolver(TimeProvider.System), Long, TimeProvider.System);
        var endless = Enumerable.Range(0, int.MaxValue)
            .Select(i => new ExportLocation("127.0.0.1", server.Address.Port, NfsVersions.Four, $"/{i}"));

        await foreach (var _ in survey.RunAsync(endless, Patience.Minute))
        {
            break;
        }

        Assert.Equal(0, server.Left);
    }

    [Fact]
    public async Task AHostWithoutAddressIsUnknown()
    {
        var survey = new ExportSurvey(new HostResolver(TimeProvider.System), Long, TimeProvider.System);
        await foreach (var (_, answer) in survey.RunAsync([new("", 2049, NfsVersions.Any, "/x")], Patience.Minute))
        {
            Assert.Equal(new ExportAnswer(ExportOutcome.Unknown, "", "The host name is empty."), answer);
        }
    }

    [Fact]
    public async Task ASilentServerIsAskedOnce()
    {
        await using var server = new ScriptedRpcServer(_ => null);
        await using var exports = new ServerExports(server.Address, Short, TimeProvider.System);

        var first = await exports.FindAsync(NfsVersions.Four, "/x", Patience.Minute);
        var second = await exports.FindAsync(NfsVersions.Four, "/y", Patience.Minute);

        Assert.Equal(new ExportAnswer(ExportOutcome.Unknown, "", "No reply within 1 s."), first);
        Assert.Equal((first, 1), (second, server.Connections));
    }

    [Theory]
    [InlineData(new byte[0])] // closes the connection
    [InlineData(new byte[] { 0x80, 0, 0, 0 })] // an empty message
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff, 1 })] // a fragment of 2 GiB
    [InlineData(new byte[] { 0x80, 0, 0, 4, 1, 2, 3, 4, 0x80, 0, 0, 3, 1, 2, 3 })] // a reply to nobody, then one too short
    public async Task AServerThatDoesNotKeepTheProtocolIsUnknown(byte[] reply)
    {
        await using var server = new ScriptedRpcServer(_ => reply);
        await using var exports = new ServerExports(server.Address, Short, TimeProvider.System);

        var answer = await exports.FindAsync(NfsVersions.Four, "/x", Patience.Minute);

        Assert.Equal((ExportOutcome.Unknown, ""), (answer.Outcome, answer.Version));
        Assert.NotEqual("", answer.Detail);
    }

    [Fact]
    public async Task NobodyListens()
    {
        var address = new IPEndPoint(IPAddress.Loopback, 1);
        await using var exports = new ServerExports(address, Long, TimeProvider.System);

        Assert.Equal(
            "No TCP connection to 127.0.0.1:1 (ConnectionRefused).",
            (await exports.FindAsync(NfsVersions.Four, "/x", Patience.Minute)).Detail);
    }
}
