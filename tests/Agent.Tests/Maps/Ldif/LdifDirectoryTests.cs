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

            dn: cn=1,ou=m
            objectClass: automount
            automountInformation;lang-en: nfs:/x

            dn: cn=2,ou=m
            objectClass: automount
            cn: a
            cn: b
            automountInformation: nfs:/x

            dn: cn=3,ou=m
            objectClass: automount
            cn: a

            dn: cn=4,ou=m
            objectClass: automount
            cn: a
            automountInformation: nfs:/x
            automountInformation: nfs:/y
            """)));

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
            "dn: automountKey=a,automountMapName=auto.master,dc=y\nobjectClass: automount\nautomountKey: /a\nautomountInformation: a\n");
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
