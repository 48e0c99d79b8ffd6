using System.Text;
using Automount.Maps;
using Automount.Maps.Ldif;
using Xunit;

namespace AgentTests.Maps.Ldif;

/// <summary>Maps of LDIF, by the rules of sssd.</summary>
public sealed class LdifDirectoryTests
{
    private const string Bis = """
        dn: automountMapName=auto.master,dc=x
        objectClass: automountMap
        automountMapName: auto.master

        dn: automountKey=/home,automountMapName=auto.master,dc=x
        objectClass: automount
        automountKey: /home
        automountInformation: auto.home


        """;

    private static LdifMaps Read(params string[] files) => ReadAs(null, "", files);

    private static LdifMaps ReadAs(AutofsSchema? schema, string baseDn, params string[] files)
    {
        var directory = new LdifDirectory(schema, baseDn);
        foreach (var (index, file) in files.Index())
        {
            directory.Add(new MemoryStream(Encoding.UTF8.GetBytes(file)), $"{index}.ldif");
        }

        return directory.ToMaps(name => name == "auto.master");
    }

    private static string Text(LdifMaps maps) => string.Join("; ", maps.Maps.Select(Text));

    private static string Text(MapContent map)
    {
        var entries = map.Entries.Select(e => $"{e.Key}={e.Value}@{e.Line}");
        var dropped = map.Dropped.Select(d => $"{d.Reason} {d.Record.Key}@{d.Record.Line}");
        return $"{map.Name}: {string.Join(", ", entries.Concat(dropped))}";
    }

    [Fact]
    public void Rfc2307Bis()
    {
        var maps = Read(Bis);
        Assert.Equal("auto.master: /home=auto.home@8", Text(maps));
        Assert.Same(AutofsSchema.Rfc2307Bis, maps.Schema);
        var map = Assert.Single(maps.Maps);
        Assert.Equal(("automountMapName=auto.master,dc=x", "0.ldif"), (map.Dn, map.File));
    }

    [Fact]
    public void OuAndCn() => Assert.Equal(
        "auto.home: *=nfs:/h/&@8",
        Text(Read(
            "dn: ou=auto.home,dc=x\nobjectclass: AUTOMOUNTMAP\nou: auto.home\n\n" +
            "dn: cn=*,OU=auto.home , DC=x\nobjectClass: automount\ncn: *\nautomountInformation: nfs:/h/&\n")));

    [Fact]
    public void NisNamesAsInRfc2307AndActiveDirectory()
    {
        var maps = Read(
            "dn: CN=auto.home,DC=x\nobjectClass: nisMap\nnisMapName: auto.home\n\n" +
            "dn: CN=a,CN=auto.home,DC=x\nobjectClass: nisObject\ncn: a\nnisMapName: auto.home\nnisMapEntry: nfs:/a\n");
        Assert.Equal("auto.home: a=nfs:/a@9", Text(maps));
        Assert.Same(AutofsSchema.Rfc2307, maps.Schema);
    }

    /// <summary>FreeIPA names entries by their description, so that /- can be there twice.</summary>
    [Fact]
    public void TheKeyIsTheAttributeNotTheName() => Assert.Equal(
        "auto.master: /-=a@8, /-=b@13",
        Text(Read(Bis[..Bis.IndexOf("dn: automountKey")] +
            "dn: description=1,automountMapName=auto.master,dc=x\nobjectClass: automount\nautomountKey: /-\nautomountInformation: a\n\n" +
            "dn: description=2,automountMapName=auto.master,dc=x\nobjectClass: automount\nautomountKey: /-\nautomountInformation: b\n")));

    [Fact]
    public void AnEntryNeedsOneKeyAndOneValue() => Assert.Equal(
        "m: NoKey @5, SeveralKeys a@13, NoValue a@15, SeveralValues a@22",
        Text(Read("""
            dn: ou=m
            objectClass: automountMap
            ou: m

            dn: description=1,ou=m
            objectClass: automount
            automountInformation;lang-en: nfs:/x

            dn: description=2,ou=m
            objectClass: automount
            cn: a
            cn: b
            automountInformation: nfs:/x

            dn: description=3,ou=m
            objectClass: automount
            cn: a

            dn: description=4,ou=m
            objectClass: automount
            cn: a
            automountInformation: nfs:/x
            automountInformation: nfs:/y
            """)));

    /// <summary>The server adds the value of the RDN where the entry does not have it (RFC 4511, 4.7).</summary>
    [Theory]
    [InlineData("cn=a,ou=m", "", "m: a=nfs:/x@7")]
    [InlineData("CN=a,ou=m", "cn: A\n", "m: A=nfs:/x@8")]
    [InlineData("cn=a\\2Cb\\+,ou=m", "cn: a,b+\n", "m: a,b+=nfs:/x@8")]
    [InlineData("cn=a\\2Cb,ou=m", "", "m: a,b=nfs:/x@7")]
    [InlineData("cn=/,ou=m", "cn: *\n", "m: SeveralKeys *@8")]
    [InlineData("cn=a+description=1,ou=m", "", "m: a=nfs:/x@7")]
    public void TheNameOfAnEntryIsAValueOfIt(string dn, string keys, string expected) => Assert.Equal(
        expected,
        Text(Read("dn: ou=m\nobjectClass: automountMap\nou: m\n\n" +
            $"dn: {dn}\nobjectClass: automount\n{keys}automountInformation: nfs:/x\n")));

    [Fact]
    public void TheNameOfAMapIsAValueOfIt() => Assert.Equal(
        "m: a=nfs:/a@6",
        Text(Read("dn: automountMapName=m,dc=x\nobjectClass: automountMap\n\n" +
            "dn: automountKey=a,automountMapName=m,dc=x\nobjectClass: automount\nautomountInformation: nfs:/a\n")));

    [Fact]
    public void AKeyThatTheNameContradictsIsRefused()
    {
        var maps = Read(Bis + "dn: automountKey=/a,automountMapName=auto.master,dc=x\nobjectClass: automount\nautomountKey: /b\n"
            + "automountInformation: auto.home\n");
        var problem = Assert.Single(maps.Problems);
        Assert.Equal((LdifFault.Syntax, 10), (problem.Fault, problem.Line));
        Assert.Contains("naming violation", problem.Message);
    }

    /// <summary>The second entry of a DN is refused, whatever it is; a map that two files have is one.</summary>
    [Fact]
    public void ADnThatIsThereTwiceIsRefused()
    {
        var maps = Read(Bis + "dn: automountMapName=auto.master, DC=x\nobjectClass: automount\ncn: /home\nautomountKey: /home\n"
            + "automountInformation: auto.home\n");
        Assert.Equal("auto.master: /home=auto.home@8", Text(maps));
        var problem = Assert.Single(maps.Problems);
        Assert.Equal((LdifFault.Syntax, 10), (problem.Fault, problem.Line));
        Assert.Contains("line 1 has an entry of this DN already", problem.Message);
        Assert.Empty(Read(Bis, Bis[..Bis.IndexOf("dn: automountKey")]).Problems);
    }

    [Fact]
    public void AnIndentedRecordIsNamedOnce()
    {
        var maps = Read("  dn: ou=m\n  objectClass: automountMap\n  ou: m\n");
        var problem = Assert.Single(maps.Problems);
        Assert.Equal((LdifFault.Syntax, 1), (problem.Fault, problem.Line));
        Assert.Contains("indented", problem.Message);
    }

    [Fact]
    public void EntriesMayComeBeforeTheirMapAndAnyDepthBelowIt() => Assert.Equal(
        "m: a=nfs:/a@4",
        Text(Read(
            "dn: cn=a,ou=deep,ou=m\nobjectClass: automount\ncn: a\nautomountInformation: nfs:/a\n\n" +
            "dn: ou=m\nobjectClass: automountMap\nou: m\n")));

    [Fact]
    public void SeveralFilesAreOneDirectory()
    {
        var maps = Read(Bis,
            "dn: automountKey=/data,automountMapName=auto.master,dc=x\nchangetype: add\n" +
            "objectClass: automount\nautomountKey: /data\nautomountInformation: auto.data\n");
        Assert.Equal("auto.master: /home=auto.home@8, /data=auto.data@5", Text(maps));
        Assert.Empty(maps.Problems);
        Assert.Equal("1.ldif", maps.Maps[0].Entries[1].File);
    }

    [Fact]
    public void AChangeAloneIsJudgedAsTheMapThatItBelongsTo()
    {
        var maps = Read(
            "dn: automountKey=a,automountMapName=auto.home,dc=x\nobjectClass: automount\nautomountKey: a\nautomountInformation: nfs:/a\n");
        Assert.Equal("auto.home: a=nfs:/a@4", Text(maps));
        Assert.Contains("judged as the map auto.home", Assert.Single(maps.Problems).Message);
    }

    [Fact]
    public void AnEntryElsewhereIsNotInTheMapOfThatName()
    {
        var maps = Read(Bis,
            "dn: automountKey=/a,automountMapName=auto.master,dc=y\nobjectClass: automount\nautomountKey: /a\nautomountInformation: a\n");
        Assert.Equal("auto.master: /home=auto.home@8", Text(maps));
        Assert.Contains("sssd does not see them", Assert.Single(maps.Problems).Message);
    }

    [Fact]
    public void OfTwoSchemasTheOneWithTheMasterMapIsTaken()
    {
        const string nis =
            "dn: nisMapName=a,dc=x\nobjectClass: nisMap\nnisMapName: a\n\n" +
            "dn: nisMapName=b,dc=x\nobjectClass: nisMap\nnisMapName: b\n";
        var maps = Read(Bis, nis);
        Assert.Equal("auto.master: /home=auto.home@8", Text(maps));
        Assert.Contains("--schema", Assert.Single(maps.Problems).Message);
        Assert.Equal("a: ; b: ", Text(ReadAs(AutofsSchema.Rfc2307, "", Bis, nis)));
    }

    [Fact]
    public void MapsOutsideTheBaseAreLeftOut()
    {
        var other = Bis.Replace("dc=x", "cn=other,dc=x", StringComparison.Ordinal);
        Assert.Equal("auto.master: /home=auto.home@8", Text(ReadAs(null, "CN=other, dc=X", Bis, other)));
        Assert.Equal("cn=other,dc=x", ReadAs(null, "cn=other,dc=x", Bis, other).Maps[0].Dn!.Split(',', 2)[1]);
    }

    [Fact]
    public void WithoutMapsThereIsNoSchema() => Assert.Null(Read("dn: dc=x\nobjectClass: domain\n").Schema);
}
