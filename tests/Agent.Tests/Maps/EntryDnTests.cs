using Automount.Maps;
using Xunit;

namespace AgentTests.Maps;

public sealed class EntryDnTests
{
    private const string Map = ",automountMapName=auto.home,dc=example,dc=com";

    [Fact]
    public void EntriesOfOneMapShareTheirName()
    {
        var alice = EntryDn.Of($"automountKey=alice{Map}", "alice");
        var bob = EntryDn.Of($"automountKey=bob{Map}", "bob", alice);

        Assert.Same(alice, bob);
        Assert.Equal($"automountKey=bob{Map}", bob.Of("bob"));
    }

    /// <summary>Whatever the directory says comes back as it is, with and without another entry before it.</summary>
    [Theory]
    [InlineData("automountKey=alice,ou=x", "alice")]
    [InlineData("automountKey=Alice,ou=x", "alice")]
    [InlineData("automountKey=alicealice,ou=x", "alice")]
    [InlineData("automountKey=ali,ou=x", "alice")]
    [InlineData("automountKey=bob+cn=alice,ou=x", "alice")]
    [InlineData("cn=a\\2Cb,ou=x", "a,b")]
    [InlineData("cn=alice,ou=x", "")]
    [InlineData("cn=,ou=x", "")]
    [InlineData("cn=", "cn")]
    [InlineData("alice", "alice")]
    [InlineData("", "")]
    [InlineData("automountKey=,automountMapName=auto.home,dc=example,dc=com", "x")]
    public void EveryNameComesBackAsItIs(string dn, string key)
    {
        foreach (var like in new[] { null, EntryDn.Of($"automountKey=x{Map}", "x"), EntryDn.Of("cn=alice,ou=x", "alice"),
            EntryDn.Of("", "") })
        {
            Assert.Equal(dn, EntryDn.Of(dn, key, like).Of(key));
        }

        Assert.Equal(dn, new MapRecord(key, "h:/p", dn).Dn);
    }

    [Fact]
    public void RecordsAreEqualHoweverTheirNameWasMade()
    {
        var shared = EntryDn.Of($"automountKey=alice{Map}", "alice");

        Assert.Equal(new MapRecord("bob", "h:/p", $"automountKey=bob{Map}"),
            new MapRecord("bob", "h:/p", EntryDn.Of($"automountKey=bob{Map}", "bob", shared)));
        Assert.Null(new MapRecord("bob", "h:/p").Dn);
    }
}
