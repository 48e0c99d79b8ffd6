using System.Text;
using AutomountPackaging.Emit.Monitoring;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Emit;

/// <summary>What a whole outage raises, with every series that the agents of the nodes then have.</summary>
public class OutageTests
{
    /// <summary>Nodes on which one NFS server is dead, beside a server that is well.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)]
    public void ADeadServerIsToldOnce(int nodes) => Check(
        "30m",
        Nodes(nodes).SelectMany(DeadServer),
        ("AutomountServerDown", nodes < FleetForm.MinNodes
            ? [.. Nodes(nodes).Select(n => PromtoolTest.Labels($"{n},server=\"nfs2\"", "warning"))]
            : [PromtoolTest.Labels("server=\"nfs2\"", "critical")]));

    /// <summary>promtool takes minutes for a thousand nodes and half an hour of theirs.</summary>
    [Fact]
    public void ADeadServerOfAThousandNodesIsToldOnce() => Check(
        "10m", Nodes(1000).SelectMany(DeadServer), ("AutomountServerDown", [PromtoolTest.Labels("server=\"nfs2\"", "critical")]));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void ADeadDirectoryIsToldOnce(int nodes) => Check(
        "30m",
        Nodes(nodes).SelectMany(DeadDirectory),
        ("AutomountDirectoryDown", nodes < FleetForm.MinNodes
            ? [PromtoolTest.Labels("instance=\"n1\",link=\"directory\",state=\"broken\"", "warning")]
            : [PromtoolTest.Labels("link=\"directory\"", "critical")]));

    /// <summary>Where a part of the nodes uses the server, the share is of those.</summary>
    [Fact]
    public void AServerOfSomeNodesIsCriticalAsWell() => Check(
        "10m",
        [
            .. Nodes(80).SelectMany(DeadServer),
            .. Enumerable.Range(81, 120).SelectMany(n => Healthy($"instance=\"n{n}\"")),
        ],
        ("AutomountServerDown", [PromtoolTest.Labels("server=\"nfs2\"", "critical")]));

    /// <summary>A node that alone does not reach a server is a warning: the server is well.</summary>
    [Fact]
    public void OneNodeOfManyIsAWarning() => Check(
        "10m",
        [
            .. DeadServer("instance=\"n1\""),
            .. Nodes(100).Skip(1).SelectMany(n => Healthy(n).Append($"automount_nfs_server_up{{{n},server=\"nfs2\"}} 1x40")),
        ],
        ("AutomountServerDown", [PromtoolTest.Labels("instance=\"n1\",server=\"nfs2\"", "warning")]));

    /// <summary>Three nodes of twenty are no fifth, although only those three have a series of that state.</summary>
    [Fact]
    public void HungMountsOnAFewNodesAreToldOneByOne() => Check(
        "10m",
        [
            .. Nodes(3).Select(n => $"automount_nfs_mounts{{{n},server=\"nfs1\",state=\"hung\"}} 1x40"),
            .. Nodes(20).Select(n => $"automount_nfs_mounts{{{n},server=\"nfs1\",state=\"healthy\"}} 4x40"),
            .. Nodes(20).SelectMany(Healthy),
        ],
        ("AutomountMountsHung",
            [.. Nodes(3).Select(n => PromtoolTest.Labels($"{n},server=\"nfs1\",state=\"hung\"", "warning"))]));

    [Fact]
    public void TwoFaultsThatHaveNothingInCommonAreBothTold() => Check(
        "30m",
        [
            .. Nodes(50).SelectMany(DeadServer),
            "automount_unit_active{instance=\"n7\",unit=\"autofs.service\"} 0x40",
            "automount_required_path_ready{instance=\"n8\",path=\"/data/gone\",server=\"nfs1\",root=\"/data\"} 0x40",
            "automount_nfs_mounts{instance=\"n9\",server=\"nfs1\",state=\"hung\"} 1x40",
            .. Nodes(50).Select(n => $"automount_findings{{{n},code=\"map/bad-entry\",severity=\"error\"}} 2x40"),
        ],
        ("AutomountServerDown", [PromtoolTest.Labels("server=\"nfs2\"", "critical")]),
        ("AutomountUnitInactive", [PromtoolTest.Labels("instance=\"n7\",unit=\"autofs.service\"", "warning")]),
        ("AutomountRequiredPathNotReady",
            [PromtoolTest.Labels("instance=\"n8\",path=\"/data/gone\",server=\"nfs1\",root=\"/data\"", "warning")]),
        ("AutomountMountsHung", [PromtoolTest.Labels("instance=\"n9\",server=\"nfs1\",state=\"hung\"", "warning")]),
        ("AutomountMapsBroken", [PromtoolTest.Labels("code=\"map/bad-entry\"", "warning")]));

    private static IEnumerable<string> Nodes(int count) => Enumerable.Range(1, count).Select(n => $"instance=\"n{n}\"");

    private static IEnumerable<string> Healthy(string node) =>
    [
        $"up{{{node},job=\"automount-metrics\"}} 1x40",
        $"automount_nfs_server_up{{{node},server=\"nfs1\"}} 1x40",
        $"automount_sssd_domain_online{{{node},domain=\"example.com\"}} 1x40",
    ];

    private static IEnumerable<string> DeadServer(string node) =>
    [
        .. Healthy(node),
        $"automount_nfs_server_up{{{node},server=\"nfs2\"}} 0x40",
        $"automount_link_state{{{node},link=\"server\",state=\"broken\"}} 1x40",
        $"automount_link_state{{{node},link=\"mount\",state=\"broken\"}} 1x40",
        $"automount_first_broken{{{node},link=\"server\",code=\"server/hung\"}} 1x40",
        $"automount_nfs_mounts{{{node},server=\"nfs2\",state=\"hung\"}} 3x40",
        $"automount_required_path_ready{{{node},path=\"/home/a\",server=\"nfs2\",root=\"/home\"}} 0x40",
        $"automount_required_path_ready{{{node},path=\"/data/a\",server=\"nfs2\",root=\"/data\"}} 0x40",
        $"automount_probers_abandoned{{{node}}} 1x40",
    ];

    private static IEnumerable<string> DeadDirectory(string node) =>
    [
        $"up{{{node},job=\"automount-metrics\"}} 1x40",
        $"automount_nfs_server_up{{{node},server=\"nfs1\"}} 1x40",
        $"automount_directory_server_up{{{node},server=\"ldap://ldap1\"}} 0x40",
        $"automount_link_state{{{node},link=\"directory\",state=\"broken\"}} 1x40",
        $"automount_first_broken{{{node},link=\"directory\",code=\"directory/refused\"}} 1x40",
        $"automount_sssd_domain_online{{{node},domain=\"example.com\"}} 0x40",
        $"automount_root_mounted{{{node},root=\"/home\"}} 0x40",
        $"automount_required_path_ready{{{node},path=\"/home/a\",server=\"\",root=\"/home\"}} 0x40",
    ];

    /// <summary>Those alerts fire, and no other.</summary>
    private static void Check(string time, IEnumerable<string> series, params (string Alert, string[] Expected)[] firing)
    {
        using var folder = new TestFolder();
        folder.Write("rules.yaml", EmittedRules.WithoutAnnotations(EmittedRules.Text(Case.Values())));
        var others = Alerts.All.Select(a => a.Name).Except(firing.Select(f => f.Alert)).Select(name => (name, Array.Empty<string>()));
        folder.Write("tests.yaml", PromtoolTest.Head + PromtoolTest.Of(series, time, firing.Concat(others)));

        var result = Tool.RunOrSkip("promtool", folder.Path, "test", "rules", "tests.yaml");

        Assert.True(result.Status == 0, result.Output + result.Errors);
    }
}
