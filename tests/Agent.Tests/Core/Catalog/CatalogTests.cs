using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Automount.Catalog;
using Automount.Findings;
using Xunit;

namespace AgentTests.Core.Catalog;

public class CatalogTests
{
    [Fact]
    public void EveryDeclaredKindIsListedInTheOrderOfItsFile()
    {
        var classes = typeof(FindingCatalog).Assembly.GetTypes().Where(
            t => t.Namespace == typeof(FindingCatalog).Namespace && t.Name.EndsWith("Findings"));
        var declared = classes.SelectMany(c => c.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(p => p.PropertyType == typeof(FindingKind))
            .Select(p => (FindingKind)p.GetValue(null)!)
            .ToList();

        Assert.Equal(
            declared.Select(k => k.Code).Order(StringComparer.Ordinal),
            FindingCatalog.All.Select(k => k.Code).Order(StringComparer.Ordinal));
        Assert.Equal(FindingCatalog.All, FindingCatalog.All.OrderBy(k => k.Link));
    }

    [Fact]
    public void EveryCodeIsUniqueAndBeginsWithItsLink()
    {
        Assert.Equal(FindingCatalog.All.Count, FindingCatalog.All.Select(k => k.Code).Distinct().Count());
        Assert.All(FindingCatalog.All, k => Assert.StartsWith(k.Link.Name() + "/", k.Code));
        Assert.All(FindingCatalog.All, k => Assert.Same(k, FindingCatalog.Find(k.Code)));
        Assert.Null(FindingCatalog.Find("server/unheard-of"));
    }

    [Fact]
    public void EveryKindSaysWhatItIsWhatItMeansAndWhatToDo() => Assert.All(FindingCatalog.All, k =>
    {
        Assert.NotEmpty(k.Summary);
        Assert.EndsWith(".", k.Explanation);
        Assert.NotEmpty(k.Remedy);
        Assert.All([k.Summary, k.Explanation, k.Remedy], text => Assert.DoesNotContain("  ", text));
    });

    public static TheoryData<string> Codes => [.. FindingCatalog.All.Select(k => k.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryKindIsRaised(string code)
    {
        Assert.True(KindCases.All.TryGetValue(code, out var findings), "no case of KindCases raises it");
        Assert.Contains(findings(), f => f.Kind.Code == code);
    }

    [Fact]
    public void WhatAKindDependsOnExists() => Assert.All(
        FindingCatalog.All, k => Assert.All(
            k.DependsOn.SelectMany(d => d.Codes), c => Assert.True(FindingCatalog.Find(c) is not null, $"{k.Code}: {c}")));

    [Fact]
    public void NoKindFollowsFromItself()
    {
        var done = new HashSet<string>();
        foreach (var kind in FindingCatalog.All)
        {
            Visit(kind, []);
        }

        void Visit(FindingKind kind, string[] path)
        {
            Assert.False(path.Contains(kind.Code), string.Join(" from ", [.. path, kind.Code]));
            if (done.Contains(kind.Code))
            {
                return;
            }

            foreach (var cause in kind.DependsOn.SelectMany(d => d.Codes))
            {
                Visit(FindingCatalog.Find(cause)!, [.. path, kind.Code]);
            }

            done.Add(kind.Code);
        }
    }

    [Fact]
    public void AMessageIdIsTheUuidOfItsCode()
    {
        // RFC 9562, appendix A.4.
        Assert.Equal(
            new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            MessageId.Of(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));
        Assert.Equal(MessageId.Of("server/hung"), ServerFindings.Hung.MessageId);
        Assert.Equal(FindingCatalog.All.Count, FindingCatalog.All.Select(k => k.MessageId).Distinct().Count());
    }

    [Fact]
    public void MessageIdsOfAnyLengthAreThoseOfSha1()
    {
        var space = new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        for (var length = 0; length < 200; length++)
        {
            var name = new string('é', length);
            var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]).AsSpan(0, 16);
            hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
            hash[8] = (byte)((hash[8] & 0x3f) | 0x80);

            Assert.Equal(new Guid(hash, bigEndian: true), MessageId.Of(space, name));
        }
    }
}
