using AutomountPackaging.Platform;
using AutomountPackaging.Values;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Values;

public class ValueFormTests
{
    [Theory]
    [InlineData("worker-automount", true)]
    [InlineData("a23456789012345678901", true)]
    [InlineData("a234567890123456789012", false)]
    [InlineData("Worker", false)]
    [InlineData("a.b", false)]
    [InlineData("-a", false)]
    [InlineData("worker", false)]
    [InlineData("", false)]
    [InlineData("a\n", false)]
    public void Pools(string text, bool good) => Assert.Equal(good, ValueForm.Pool(text).Problem is null);

    [Theory]
    [InlineData("4.18", false)]
    [InlineData("4.19", true)]
    [InlineData("4.21", true)]
    [InlineData("4.2", false)]
    [InlineData("4.23", true)]
    [InlineData("5.0", true)]
    [InlineData("5.1", true)]
    [InlineData("6.0", true)]
    [InlineData("4.020", false)]
    [InlineData("4.24", false)]
    [InlineData("5", false)]
    public void Versions(string text, bool good) => Assert.Equal(good, ValueForm.OpenShift(text).Problem is null);

    [Theory]
    [InlineData("quay.io/org/os:1", true)]
    [InlineData("quay.io/os:1", true)]
    [InlineData("registry.example.com:5000/org/os:v1.2", true)]
    [InlineData("image-registry.openshift-image-registry.svc:5000/openshift-machine-config-operator/os:latest", true)]
    [InlineData("10.0.0.1:5000/os:1", true)]
    [InlineData("quay.io/org/team/os:1", false)]
    [InlineData("quay.io/org/os", false)]
    [InlineData("https://quay.io/org/os:1", false)]
    [InlineData("quay.io/org/os@sha256:0123", false)]
    [InlineData("registry:5000/org/os:1", false)]
    [InlineData("quay.io/Org/os:1", false)]
    [InlineData("quay.io/my.org/os:1", false)]
    public void PushSpecs(string text, bool good) => Assert.Equal(good, ValueForm.PushSpec(text).Problem is null);

    [Fact]
    public void APushSpecHasAtMost447Characters()
    {
        var longest = "quay.io/os:" + new string('a', 447 - "quay.io/os:".Length);

        Assert.Null(ValueForm.PushSpec(longest).Problem);
        Assert.NotNull(ValueForm.PushSpec(longest + "a").Problem);
    }

    [Theory]
    [InlineData(Case.Image, true)]
    [InlineData("quay.io/example/automount-agent:latest", false)]
    [InlineData("automount-agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("quay/agent@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("quay.io/example/agent@sha256:0123", false)]
    public void ImagesByDigest(string text, bool good) => Assert.Equal(good, ValueForm.ImageByDigest(text).Problem is null);

    [Theory]
    [InlineData("https://rpm.example.com/el9/automount-agent-0.1.0-1.x86_64.rpm", true)]
    [InlineData("https://user:password@rpm.example.com/a.rpm", false)]
    [InlineData("https://rpm.example.com/a.rpm && reboot", false)]
    [InlineData("file:///a.rpm", false)]
    [InlineData("https://rpm.example.com/a.tar", false)]
    public void RpmUrls(string text, bool good)
    {
        var problem = ValueForm.RpmUrl(text).Problem;

        Assert.Equal(good, problem is null);
        Assert.DoesNotContain("password@", problem ?? "");
    }

    [Theory]
    [InlineData("9747", true)]
    [InlineData("9000", true)]
    [InlineData("8999", false)]
    [InlineData("10000", false)]
    [InlineData("9100", false)]
    [InlineData("9111", true)]
    [InlineData("9537", false)]
    [InlineData("-9747", false)]
    [InlineData("x", false)]
    public void HostPorts(string text, bool good) => Assert.Equal(good, ValueForm.HostPort(text).Problem is null);

    [Theory]
    [InlineData("automount-agent", true)]
    [InlineData("openshift-automount", false)]
    [InlineData("kube-system", false)]
    [InlineData("default", false)]
    [InlineData("openshifty", true)]
    public void Namespaces(string text, bool good) => Assert.Equal(good, ValueForm.Namespace(text).Problem is null);

    [Theory]
    [InlineData("/data", true)]
    [InlineData("/var/nfs/a-b_c.d", true)]
    [InlineData("/home", false)]
    [InlineData("/var/home", false)]
    [InlineData("/var/homes", true)]
    [InlineData("/data/", false)]
    [InlineData("/data/../etc", false)]
    [InlineData("/a b", false)]
    [InlineData("/$(reboot)", false)]
    [InlineData("data", false)]
    [InlineData("/", false)]
    public void MountPoints(string text, bool good) => Assert.Equal(good, ValueForm.MountPoint(text).Problem is null);

    [Theory]
    [InlineData("/data/a b", true)]
    [InlineData("/data/a,/data/b", false)]
    [InlineData("/data/a\nb", false)]
    [InlineData("data", false)]
    [InlineData("/", false)]
    public void RequiredPaths(string text, bool good) => Assert.Equal(good, ValueForm.RequiredPath(text).Problem is null);

    [Theory]
    [InlineData("krb5-workstation", true)]
    [InlineData("-y", false)]
    [InlineData("a;b", false)]
    public void Packages(string text, bool good) => Assert.Equal(good, ValueForm.Package(text).Problem is null);

    [Theory]
    [InlineData("registry.redhat.io/openshift4/ose-kube-rbac-proxy-rhel9:v4.20", true)]
    [InlineData("registry.example.com:5000/p@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("proxy:latest", false)]
    [InlineData("registry.example.com/p", false)]
    public void ProxyImages(string text, bool good) => Assert.Equal(good, ValueForm.Image(text).Problem is null);
}
