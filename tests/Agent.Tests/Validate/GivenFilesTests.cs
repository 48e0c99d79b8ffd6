using Automount.Catalog;
using Automount.Findings;
using Xunit;

namespace AgentTests.Validate;

/// <summary>What a given file is, which belong together, and what is not among them.</summary>
public sealed class GivenFilesTests : IDisposable
{
    private const string Good = "a -fstype=nfs4 nfs1.example.com:/a\n";
    private const string Bad = "a -fstype=nfs4 nfs1.example.com:noslash\n";

    private readonly GivenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("* -fstype=nfs4,nosuid,nodev nfs1.example.com:/home/&\n")]
    [InlineData("/ -fstype=nfs4,nosuid,nodev nfs1.example.com:/home/&\n")]
    public void AWildcardAloneIsNoDirectMap(string map)
    {
        Assert.Empty(folder.With("auto.home", map).Codes("auto.home"));
        Assert.Equal(["map/unused-map auto.home"], folder.With("auto.master", "/net -hosts\n").Codes("auto.master", "auto.home"));
    }

    [Fact]
    public void PathsBesideAWildcardAreADirectMap() =>
        Assert.Equal(["map/direct-wildcard *"], folder.With("auto.d", "/a -fstype=nfs4 nfs1:/a\n* -fstype=nfs4 nfs1:/b\n").Codes("auto.d"));

    [Fact]
    public void TheFolderOfDropInsIsAPartOfTheMasterMapAndOthersAreNamed()
    {
        folder.With("auto.master", "+dir:/etc/auto.master.d\n").With("auto.master.d/x.autofs", "/data /etc/auto.data\n")
            .With("auto.data", Bad).With("auto.d/x", Good);

        Assert.Equal(["map/left-out auto.d", "map/bad-entry a"], folder.Codes("auto.master", "auto.master.d", "auto.data", "auto.d"));
        Assert.Equal(["map/bad-entry a"], folder.Codes("auto.master.d", "auto.data"));
    }

    [Fact]
    public void ProgramsAreNotReadAsMaps()
    {
        folder.With("auto.master", "/net /etc/auto.net\n/x /etc/auto.x\n/s /etc/auto.s\n/f file:/etc/auto.f\n")
            .With("auto.net 755", "#!/bin/sh\nkey=\"$1\"\necho x\n")
            .With("auto.x 755", Good)
            .With("auto.s", "#!/bin/sh\nkey=\"$1\"\necho x\n")
            .With("auto.f 755", Good);

        Assert.Equal(
            ["map/not-validated /net", "map/text-as-program /x", "map/script-as-text /s"],
            folder.Codes("auto.master", "auto.net", "auto.x", "auto.s", "auto.f"));
    }

    [Fact]
    public void ProgramsThatNothingNamesAreNotReadAsMapsEither()
    {
        folder.With("auto.net 755", "#!/bin/sh\nkey=\"$1\"\n").With("auto.s", "#!/bin/sh\nkey=\"$1\"\n").With("auto.x 755", Good);

        Assert.Equal(["map/not-validated auto.net"], folder.Codes("auto.net"));
        var script = Assert.Single(folder.Judge(["auto.s"]).Findings);
        Assert.Equal((MapSourceFindings.ScriptAsText, Severity.Warning), (script.Kind, script.Severity));
        var text = Assert.Single(folder.Judge(["auto.x"]).Findings);
        Assert.Equal((MapSourceFindings.TextAsProgram, Severity.Warning), (text.Kind, text.Severity));
    }

    [Fact]
    public void SubmountsAreFoundAmongTheFiles()
    {
        folder.With("auto.master", "/net /etc/auto.top\n")
            .With("auto.top", "x -fstype=autofs file:/etc/auto.sub\ny -fstype=autofs :/etc/auto.sub2\nz -fstype=autofs auto.sub3\n")
            .With("auto.sub", Good).With("auto.sub2", Bad).With("auto.sub3", Good);

        Assert.Equal(["map/bad-entry a"], folder.Codes("auto.master", "auto.top", "auto.sub", "auto.sub2", "auto.sub3"));
    }

    [Fact]
    public void NamesOfOtherSourcesAreNotJudgedInOneFinding()
    {
        folder.With("auto.master", "/home auto.home\n/proj sss:auto.proj\n/misc ldap:ou=auto.misc,dc=example,dc=com\n");

        var finding = Assert.Single(folder.Judge(["auto.master"]).Findings);

        Assert.Equal((MapSourceFindings.NotGiven, "auto.home, auto.proj, auto.misc are not among the files: not judged"),
            (finding.Kind, finding.Message));
    }

    [Fact]
    public void APathWithoutAFileIsAWarningAndASlipOfTheFingerIsNamed()
    {
        folder.With("auto.master", "/fort /etc/auto.frot\n/d /etc/auto.d\n/c /etc/auto.c\n/e /etc/auto.e\n")
            .With("auto.fort", Good).With("auto.d", Good);

        var found = folder.Judge(["auto.master", "auto.fort", "auto.d"]).Findings;

        var missing = found.Where(f => f.Kind == MapSourceFindings.FileNotGiven).Select(f => f.Message).ToList();
        Assert.Equal(2, missing.Count);
        Assert.EndsWith("auto.fort meant?", missing[0]);
        Assert.Equal("/etc/auto.c, /etc/auto.e, files of maps, are not among the files", missing[1]);
    }

    [Theory]
    [InlineData("/a /etc/auto.fort,--timeout=5\n", "has a comma in it")]
    [InlineData("/a /etc/auto.fort\r\n/b /etc/auto.fort\r\n", "with a carriage return")]
    [InlineData("/a maps/auto.fort\n", "a path that does not begin with a slash")]
    [InlineData("/a -/etc/auto.fort\n", "a path that does not begin with a slash")]
    public void NamesThatNoMapCanHaveAreErrors(string master, string why)
    {
        folder.With("auto.master", master).With("auto.fort", Good);

        var found = folder.Judge(["auto.master", "auto.fort"]).Findings;

        var finding = Assert.Single(found, f => f.Kind == MapMasterFindings.BadMapName);
        Assert.Contains(why, finding.Message);
    }

    [Fact]
    public void IncludesAreFollowed()
    {
        folder.With("auto.master", "/home /etc/auto.home\n+/etc/auto.site\n").With("auto.site", "/data /etc/auto.data\n")
            .With("auto.home", "adm -fstype=nfs4,nosuid,nodev nfs1:/adm\n+auto.users\n")
            .With("auto.users", "* -fstype=nfs4,nosuid,nodev nfs1:/home/&\n").With("auto.data", Bad);

        Assert.Equal(["map/bad-entry a"], folder.Codes("auto.master", "auto.site", "auto.home", "auto.users", "auto.data"));
    }

    [Fact]
    public void AByteOrderMarkIsAPartOfTheFirstKey()
    {
        folder.With("auto.x", "\uFEFF" + Good).With("auto.y", "\uFEFF# a comment\n" + Good).With("auto.master", "\uFEFF/x /etc/auto.x\n");

        Assert.Equal(["map/skipped-line \uFEFFa"], folder.Codes("auto.x"));
        Assert.Empty(folder.Codes("auto.y"));
        Assert.Contains("map/bad-master-entry \uFEFF/x", folder.Codes("auto.master"));
    }

    [Fact]
    public void AMapThatADropInNamesNeedsNoSuffix()
    {
        folder.With("auto.master.d/amnt.autofs", "/mnt/afs /etc/auto.master.d/auto.cifs\n").With("auto.master.d/auto.cifs", Good)
            .With("auto.master.d/sw.conf", "/sw /etc/auto.sw\n").With("auto.sw", Good);

        Assert.Equal(
            ["automount/no-suffix sw.conf", "map/unused-map auto.sw"], folder.Codes("auto.master.d", "auto.sw"));
    }

    [Fact]
    public void ADropInWithoutTheSuffixIsOneWithoutAMasterMapToo()
    {
        folder.With("auto.master.d/sw.conf", "/sw /etc/auto.sw\n").With("auto.sw", Good);

        Assert.Equal(["automount/no-suffix sw.conf"], folder.Codes("auto.master.d", "auto.sw"));
        Assert.Empty(folder.Codes("auto.sw"));
    }

    [Fact]
    public void OneFileMayHaveTwoNamesAndItsFaultsAreToldOnce()
    {
        folder.With("auto.master", "/home /etc/auto.home\n/h2 auto.home\n").With("auto.home", Bad);

        Assert.Equal(["map/bad-entry a"], folder.Codes("auto.master", "auto.home"));
    }

    [Fact]
    public void BackupsAreLeftOutInOneFindingUnlessTheyAreMeant()
    {
        folder.With("auto.master", "/data /etc/auto.data\n/old /etc/auto.old.bak\n").With("auto.data", Good).With("auto.old.bak", Good)
            .With("auto.master.rpmsave", "/misc /etc/auto.misc\n").With("auto.master~", "/data -\n").With("auto.data.dpkg-old", Bad);

        Assert.Equal(
            ["map/left-out auto.master.rpmsave"],
            folder.Codes("auto.master", "auto.data", "auto.old.bak", "auto.master.rpmsave", "auto.master~", "auto.data.dpkg-old"));
        Assert.Equal(["map/bad-entry a"], folder.Codes("auto.data.dpkg-old"));
    }

    [Theory]
    [InlineData("a/auto.x", "b/auto.x")]
    [InlineData("b/auto.x", "a/auto.x")]
    public void FilesOfOneNameAreToldApartByTheirFolders(string first, string second)
    {
        folder.With("auto.master", "/home /etc/a/auto.x\n/data /etc/b/auto.x\n").With("a/auto.x", Good).With("b/auto.x", Bad);

        var found = folder.Judge(["auto.master", first, second]).Findings;

        var bad = Assert.Single(found, f => f.Kind == MapEntryFindings.BadEntry);
        Assert.Equal(("/etc/b/auto.x", "/data"), (bad.Source!.Map, bad.Root));
        Assert.DoesNotContain(found, f => f.Kind == MapSourceFindings.AmbiguousFile);
    }

    [Fact]
    public void FilesThatCannotBeToldApartAreBothJudged()
    {
        folder.With("auto.master", "/data /etc/auto.x\n").With("a/auto.x", Good).With("b/auto.x", Bad);

        Assert.Equal(
            ["map/ambiguous-file auto.x", "map/bad-entry a", "map/unused-map auto.x"],
            folder.Codes("auto.master", "a/auto.x", "b/auto.x"));
    }

    [Fact]
    public void AFileThatFitsAnotherPathBetterIsNotTakenForThisOne()
    {
        folder.With("auto.master", "/home /etc/a/auto.x\n/data /etc/b/auto.x\n").With("b/auto.x", Good);

        Assert.Equal(["map/file-not-given /home"], folder.Codes("auto.master", "b/auto.x"));
    }

    [Fact]
    public void WhatLooksLikeAMasterMapIsNamed()
    {
        folder.With("cluster.master", "/data auto.data\n/home auto.home\n").With("auto.data", Good).With("auto.home", Good);

        var found = folder.Judge(["cluster.master", "auto.data"]).Findings;
        var finding = Assert.Single(found);
        Assert.Equal(MapSourceFindings.UnreadMaster, finding.Kind);
        Assert.Contains("--master cluster.master", finding.WhatToDo);
        Assert.Empty(folder.Judge(["cluster.master", "auto.data", "auto.home"], "cluster.master").Findings
            .Where(f => f.Severity != Severity.Info));
    }

    [Theory]
    [InlineData("cluster.master", "map/unread-master")]
    [InlineData("auto.other", "map/unread-master")]
    public void WhatLooksLikeAMasterMapInLdifIsNamed(string name, string code)
    {
        folder.With("maps.ldif", Ldif(name, ("/data", "auto.data")) + Ldif("auto.data", ("a", "-fstype=nfs4 nfs1:/a")));

        Assert.Equal([code], folder.Judge(["maps.ldif"]).Findings.Select(f => f.Kind.Code));
    }

    [Fact]
    public void LdifWithoutAMasterMapSaysSo()
    {
        folder.With("maps.ldif", Ldif("auto.data", ("a", "-fstype=nfs4 nfs1:/a")));

        Assert.Equal(["map/no-master maps.ldif"], folder.Codes("maps.ldif"));
    }

    [Fact]
    public void AMapInAmdFormatIsNotJudged()
    {
        folder.With("auto.amd", "/defaults type:=nfs\n* rhost:=h;rfs:=/export/${key}\n").With("auto.sun", "a -fstype=nfs4 h:/a\n");

        Assert.Equal(["map/not-validated auto.amd"], folder.Codes("auto.amd", "auto.sun"));
    }

    [Fact]
    public void AMapWithoutEntriesThatIsUsedIsNamed()
    {
        folder.With("auto.master", "/data /etc/auto.data\n").With("auto.data", "# nothing\n");

        Assert.Equal(["map/empty-map auto.data"], folder.Codes("auto.master", "auto.data"));
    }

    [Fact]
    public void AnEntryWithoutAKeyIsNamedByWhatItHas()
    {
        folder.With("maps.ldif", Ldif("auto.master", ("/data", "auto.data")) + Ldif("auto.data", ("", "nfs1:/nokey")));

        var finding = Assert.Single(folder.Judge(["maps.ldif"]).Findings, f => f.Kind == MapKeyFindings.IncompleteEntry);
        Assert.DoesNotContain("entry  of", finding.Message);
    }

    [Fact]
    public void ALineOfAListingIsTheLineOfItsFile()
    {
        folder.With("dump.txt", "lookup(file): a message\n\nautofs dump map information\n===========================\n\n"
            + "global options: none configured\n\nMount point: /data\n\nsource(s):\n\n  instance type(s): sss \n  map: auto.data\n\n"
            + "  a | nfs1.example.com:noslash\n\n\nMount point: /misc\n\nsource(s):\n  failed to read map\n\n"
            + "Mount point: /sw\n\nsource(s):\n\n  type: multi\n  map[1]: file\n  arguments[1]: /etc/a\n  map[2]: /etc/b\n\n"
            + "  b | -fstype=nfs4 nfs1.example.com:/b\n\n");
        folder.With("ipa.txt", "/etc/auto.master:\n/data\t/etc/auto.data\n---------------------------\n/etc/auto.data:\n"
            + "a\tnfs1.example.com:noslash\n\nmaps not connected to /etc/auto.master:\n---------------------------\n/etc/auto.more:\n"
            + "b\tnfs1.example.com:noslash\n");

        Assert.Equal(["map/left-out", "map/bad-entry a"], folder.Codes("dump.txt"));
        Assert.Equal(15, folder.Judge(["dump.txt"]).Findings[^1].Source!.Line);
        Assert.Equal(
            [("a", 5), ("b", 10)],
            folder.Judge(["ipa.txt"]).Findings.Where(f => f.Kind == MapEntryFindings.BadEntry)
                .Select(f => (f.Source!.Key!, f.Source.Line!.Value)));
    }

    private static string Ldif(string map, params (string Key, string Value)[] entries)
    {
        var dn = $"automountMapName={map},dc=example,dc=com";
        return $"dn: {dn}\nobjectClass: automountMap\nautomountMapName: {map}\n\n" + string.Concat(entries.Select(e =>
            Named(e.Key, dn) + $"objectClass: automount\nautomountInformation: {e.Value}\n\n"));

        static string Named(string key, string dn) => key.Length > 0 ? $"dn: cn={key},{dn}\nautomountKey: {key}\n" : $"dn: cn=x,{dn}\n";
    }
}
