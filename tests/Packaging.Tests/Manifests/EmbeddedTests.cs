using System.IO.Compression;
using System.Text;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using Xunit;

namespace PackagingTests.Manifests;

public class EmbeddedTests
{
    [Theory]
    [InlineData("data:,a%20b%0A", "a b\n")]
    [InlineData("data:text/plain;charset=utf-8,%C3%A9", "é")]
    [InlineData("data:;base64,YSBi", "a b")]
    [InlineData("data:text/plain;charset=utf-8;base64,w6k=", "é")]
    [InlineData("data:,", "")]
    public void DataUrlsAreDecoded(string url, string text) => Assert.Equal(text, DataUrl.Decode(url, gzip: false).Text);

    [Theory]
    [InlineData("data:;base64,YQ")]
    [InlineData("data:;base64,!!!!")]
    [InlineData("data:,%4")]
    [InlineData("data:,%zz")]
    [InlineData("data:")]
    [InlineData("data:,a b")]
    [InlineData("data:,a#b")]
    [InlineData("data:,{a}")]
    [InlineData("data:,é")]
    [InlineData("data:;base64,YWI%3D")]
    [InlineData("data:;BASE64,YWJj")]
    [InlineData("DATA:,a")]
    [InlineData("data:text/plain; charset=utf-8,a")]
    [InlineData("data:text,a")]
    [InlineData("data:,a\0b")]
    public void OrSayWhyNot(string url) => Assert.NotNull(DataUrl.Decode(url, gzip: false).Problem);

    [Fact]
    public void WhatUnpacksToMuchIsRefused()
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(new byte[Limits.MaxEmbeddedSize + 1]);
        }

        Assert.True(zipped.Length < 100_000);
        Assert.Contains("MiB", DataUrl.Decode($"data:;base64,{Convert.ToBase64String(zipped.ToArray())}", gzip: true).Problem);
    }

    [Fact]
    public void BinaryIsNoText() => Assert.Null(DataUrl.Decode("data:;base64,AAECAw==", gzip: false).Text);

    [Fact]
    public void ACommandIsWhatAShellRuns()
    {
        static string Show(string script) => string.Join(" / ",
            ShellText.Commands(script.Split('\n')).Select(c => $"{c.Line}:{string.Join('|', c.Call)}"));

        Assert.Equal("0:a|b c|d / 0:e / 1:f", Show("a 'b c' d && e # x; y\nf"));
        Assert.Equal("0:a|b / 2:c", Show("a \\\n b\nc"));
        Assert.Equal("0:x|>|/y / 0:z|2|>>|/w".Replace("z|2|", "z|"), Show("X=1 sudo x >/y; z 2>>/w"));
        Assert.Equal("0:a|$(b; c) / 0:d", Show("a $(b; c) | d"));
        Assert.Equal("0:cat|>|/x / 3:b", Show("cat <<'EOF' > /x\na; b\nEOF\nb"));
        Assert.Equal("0:a|it's", Show("a \"it's\""));
    }

    [Fact]
    public void AContainerfileHasStagesAndHereDocuments()
    {
        var file = ContainerfileReader.Read(EmbeddedText.OfFile("Containerfile", new SourceFile("f",
            "ARG I=quay.io/a\n# c\nFROM --platform=linux/amd64 ${I} AS one\nRUN <<EOF\ndnf install x\nEOF\nFROM configs\nRUN a && \\\n"
                + "# comment\n\n  b\nCOPY --from=one [\"/a b\", \"/c\"]\n")));

        Assert.Equal([("quay.io/a", "one"), ("configs", null)], file.Stages.Select(s => (s.Image, s.Name)));
        Assert.Equal(["dnf"], file.Stages[0].Instructions[0].Commands().Select(c => c.Program));
        Assert.Equal([("a", 7), ("b", 10)], file.Last!.Instructions[0].Commands().Select(c => (c.Program, c.Line)));
        Assert.Equal(["/a b", "/c"], file.Last.Instructions[1].Words);
    }

    [Theory]
    [InlineData("layer/Containerfile", SourceKind.Containerfile)]
    [InlineData("layer/name.Containerfile", SourceKind.Containerfile)]
    [InlineData("layer/name.Dockerfile", SourceKind.Containerfile)]
    [InlineData("pool.bu", SourceKind.Butane)]
    [InlineData("a/auto.master.d/auto.home", SourceKind.NodeFile)]
    [InlineData("x.autofs", SourceKind.NodeFile)]
    [InlineData("sssd/conf.d/homedir.conf", SourceKind.NodeFile)]
    [InlineData("a.service.d/10-x.conf", SourceKind.Unit)]
    [InlineData("nginx.conf", SourceKind.Other)]
    [InlineData("picture.png", SourceKind.Other)]
    public void FilesAreKnownByName(string path, object kind) => Assert.Equal((SourceKind)kind, SourceKinds.OfPath(path));
}
