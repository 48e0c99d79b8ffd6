using System.Text.RegularExpressions;
using Automount.Catalog;
using Automount.Findings;
using AutomountPackaging.Check;
using PackagingTests.Emit.Support;
using Xunit;

namespace PackagingTests.Commands;

/// <summary>What the documents refer to is there: files, headings, codes.</summary>
public partial class DocumentReferenceTests
{
    private static readonly string[] Documents =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
    ];

    [Fact]
    public void EveryRelativeLinkLeadsSomewhere()
    {
        var links = from document in Documents
                    from Match link in RelativeLink().Matches(WithoutCode(document))
                    select (Document: document, Target: link.Groups[1].Value, Heading: link.Groups[2].Value);
        var all = links.ToList();

        Assert.True(all.Count > 50, $"{all.Count} links found");
        Assert.DoesNotContain(all, link => !IsThere(link.Document, link.Target, link.Heading));
    }

    [Fact]
    public void EveryCodeIsKnown()
    {
        var known = FindingCatalog.All.Select(kind => kind.Code).Concat(RuleCatalog.All.Select(rule => rule.Code)).ToHashSet();
        var linkNames = string.Join('|', Links.All.Select(link => link.Name()));
        var codes = from document in Documents
                    where Path.GetFileName(document) != "CHANGELOG.md"
                    from Match code in Regex.Matches(File.ReadAllText(document), $"`((?:{linkNames})/[a-z-]+)`")
                    select (Path.GetFileName(document), code.Groups[1].Value);

        Assert.DoesNotContain(codes.Distinct(), code => !known.Contains(code.Value));
    }

    private static bool IsThere(string document, string target, string heading)
    {
        var file = target.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, target);
        if (heading.Length == 0)
        {
            return Path.Exists(file);
        }

        var anchors = File.ReadLines(file).Where(line => line.StartsWith('#'))
            .Select(line => NoWord().Replace(line.TrimStart('#', ' ').ToLowerInvariant(), "").Replace(' ', '-'));
        return anchors.Contains(heading);
    }

    /// <summary>Examples in code are not links.</summary>
    private static string WithoutCode(string document) =>
        string.Join('\n', File.ReadLines(document).Where(line => !line.StartsWith("    ", StringComparison.Ordinal)));

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)")]
    private static partial Regex RelativeLink();

    /// <summary>What an anchor leaves out of a heading.</summary>
    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoWord();
}
