using AutomountPackaging.Check;
using AutomountPackaging.Manifests;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Check;

/// <summary>What the check must and must not say about manifests.</summary>
internal static class Expect
{
    /// <summary>The time of all tests.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<PackagingFinding> Run(int minor, params IEnumerable<SourceFile> files) =>
        PackagingCheck.Run([.. files], Case.Version(minor), Now);

    /// <summary>The code is found once, on the first line that holds <paramref name="at"/> (null: about the whole file).</summary>
    public static PackagingFinding Fires(string code, string? at, int minor, params SourceFile[] files)
    {
        var findings = Run(minor, files);
        var of = findings.Where(f => f.Rule.Code == code).ToArray();
        Assert.True(of.Length == 1, $"{code} {of.Length} times in: {string.Join("\n", findings)}");
        var lines = files.First(f => f.Path == of[0].File).Text.Split('\n');
        var expected = at is null ? "(file)" : lines.First(l => l.Contains(at));
        Assert.Equal(expected, of[0].Line == 0 ? "(file)" : lines[of[0].Line - 1]);
        return of[0];
    }

    public static PackagingFinding Fires(string code, string? at, params SourceFile[] files) => Fires(code, at, 20, files);

    /// <summary>The code is not found, and nothing else was in the way of finding it.</summary>
    public static void Silent(string code, int minor, params SourceFile[] files) =>
        Assert.DoesNotContain(Run(minor, files), f => f.Rule.Code == code || f.Rule.Code == "manifest/unreadable");

    public static void Silent(string code, params SourceFile[] files) => Silent(code, 20, files);
}
