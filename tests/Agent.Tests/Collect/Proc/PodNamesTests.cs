using AutomountAgent.Collect.Proc;
using AutomountAgent.Collect.Processes;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Proc;

public sealed class PodNamesTests : IDisposable
{
    private const string Uid = "0f1e2d3c-aaaa-bbbb-cccc-0123456789ab";

    private readonly DirectoryInfo tree = Directory.CreateTempSubdirectory("pods-");

    public void Dispose() => tree.Delete(recursive: true);

    [Fact]
    public void APodIsNamedByTheFolderOfItsLogs()
    {
        Folder($"batch_job-1.x_{Uid}");

        Assert.Equal("batch/job-1.x", Names().Find(Uid));
    }

    [Theory]
    [InlineData("batch_job\u001b[2J_" + Uid)]
    [InlineData("_job_" + Uid)]
    [InlineData("batch_a_b_" + Uid)]
    [InlineData(Uid)]
    [InlineData("other")]
    public void WhatTheKubeletDoesNotWriteIsNoName(string folder)
    {
        Folder(folder);

        Assert.Equal(Uid, Names().Find(Uid));
    }

    [Fact]
    public void ANewPodIsFoundWhenItIsAskedFor()
    {
        var names = Names();
        Assert.Equal("other", names.Find("other"));
        Folder($"default_web-0_{Uid}");

        Assert.Equal("default/web-0", names.Find(Uid));
    }

    private PodNames Names() => new(new HostPaths(tree.FullName));

    private void Folder(string name) => tree.CreateSubdirectory(Path.Combine("var/log/pods", name));
}
