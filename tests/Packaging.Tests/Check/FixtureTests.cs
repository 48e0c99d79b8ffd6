using System.Globalization;
using AutomountPackaging.Check;
using AutomountPackaging.Manifests;
using Xunit;

namespace PackagingTests.Check;

/// <summary>Whole folders: the faults of a public demonstration, and a set without any.</summary>
public class FixtureTests
{
    private static IReadOnlyList<SourceFile> Files(string fixture)
    {
        var root = Repository.Fixture(fixture);
        return [.. SourceLoader.Load([root]).Files.Select(f => f with { Path = Path.GetRelativePath(root, f.Path) })];
    }

    [Fact]
    public void TheFaultsOfTheDemonstrationAreFound()
    {
        var found = Expect.Run(19, Files("demo"))
            .Select(f => string.Create(CultureInfo.InvariantCulture,
            $"{f.File}:{f.Line}:{f.Column} {f.Rule.Severity} {f.Rule.Code}: {f.Message}\n"));
        Repository.Golden("tests/Packaging.Tests/Fixtures/demo.expected", string.Concat(found));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void ACleanSetHasNoFindings(int minor) => Assert.Empty(Expect.Run(minor, Files("clean")));

    [Fact]
    public void TheCleanSetIsReadAtAll()
    {
        var files = Files("clean");
        var broken = files.Select(f => f.Path == "machineosconfig.yaml"
            ? f with { Text = f.Text.Replace("libsss_autofs", "").Replace("sssd-dbus", "") } : f);
        Assert.Equal(["containerfile/libsss-autofs", "containerfile/sssd-dbus"], Expect.Run(20, broken).Select(f => f.Rule.Code).Order());
    }
}
