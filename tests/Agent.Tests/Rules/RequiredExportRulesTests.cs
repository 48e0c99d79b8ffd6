using AgentTests.Support;
using Automount.Maps;
using AutomountAgent.Derive;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Rules;

/// <summary>What servers say of the exports of required paths whose mount failed.</summary>
public sealed class RequiredExportRulesTests
{
    [Theory]
    [InlineData("Missing", "server/export-missing; mount/trigger-failed: server/export-missing", "")]
    [InlineData("NotDirectory", "server/export-missing; mount/trigger-failed: server/export-missing", "")]
    [InlineData("Denied", "server/export-denied; mount/trigger-failed: server/export-denied", "")]
    [InlineData("Exists", "mount/trigger-failed", "exists and is exported to this node (NFS 4.2), so an option of the entry is refused")]
    [InlineData("NeedsSecurity", "mount/trigger-failed", "sec= of the entry must be a flavor of the export")]
    [InlineData("Unknown", "mount/trigger-failed", "Whether nfs2.example.com:/exports/tools is exported is not known: as a test wants it.")]
    public void AFailedMountHasTheCauseThatItsServerNames(string outcome, string expected, string text)
    {
        var (codes, message) = Judge(Export("nfs2.example.com", Enum.Parse<ExportOutcome>(outcome)));

        Assert.Equal(expected, codes);
        Assert.Contains(text, message);
    }

    /// <summary>Of several servers one that has the export is enough.</summary>
    [Fact]
    public void AReplicaThatHasTheExportIsNoFault()
    {
        var (codes, message) = Judge(Export("a", ExportOutcome.Missing), Export("b", ExportOutcome.Exists));

        Assert.Equal("mount/trigger-failed", codes);
        Assert.Contains("b:/exports/tools exists", message);
    }

    [Fact]
    public void ATriggerThatHangsSaysNothingOfTheExport()
    {
        var path = Some.Required(Readiness.NotMounted) with { Mount = null, IsTriggerHung = true };

        var finding = Assert.Single(Findings(path));

        Assert.Equal("mount/trigger-hung", finding.Kind.Code);
        Assert.DoesNotContain("export does not exist", finding.Kind.Explanation);
    }

    private static AskedExport Export(string host, ExportOutcome outcome) =>
        new(new(host, 2049, NfsVersions.Any, "/exports/tools"), new(outcome, "4.2", "as a test wants it."));

    private static (string Codes, string Message) Judge(params AskedExport[] exports)
    {
        var findings = Findings(Some.Required(Readiness.NotMounted) with { Mount = null, Exports = [.. exports] });
        var codes = findings.Select(f => f.FollowsFrom is { } cause ? $"{f.Kind.Code}: {cause}" : f.Kind.Code);
        return (string.Join("; ", codes), findings.Last().Message);
    }

    private static List<Automount.Findings.Finding> Findings(RequiredPath path)
    {
        var mounts = Some.Mounts with { Nfs = [] };
        var servers = new ServersSnapshot([Some.Server("nfs1.example.com"), Some.Server("nfs2.example.com")]);
        var state = Some.Node with
        {
            Mounts = Some.Seen(mounts),
            Servers = Some.Seen(servers),
            Required = Some.Seen(new RequiredSnapshot([path])),
        };
        return [.. Some.Judge(Some.Twice(state).WithHealth(Some.Time), null, Some.Time).Report.Findings];
    }
}
