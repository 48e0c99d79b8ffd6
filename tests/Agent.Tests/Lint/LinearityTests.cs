using System.Text;
using Automount.Findings;
using Automount.Maps.Ldif;
using AutomountAgent.Validate;
using Xunit;

namespace AgentTests.Lint;

/// <summary>
/// What an entry costs does not depend on how many there are. Bytes are counted, not seconds: they are the same on every machine.
/// </summary>
[Trait("suite", "hostile")]
public sealed class LinearityTests
{
    private const string Base = "ou=automount,dc=example,dc=com";

    [Fact]
    public void ReadingAndJudgingLdifAllocatesTheSameForEachMoreEntry()
    {
        Allocated(100); // What is made once: tables, delegates.
        var (small, middle, large) = (Allocated(1_000), Allocated(10_000), Allocated(100_000));
        var first = (middle - small) / 9_000.0; // Without what does not depend on the entries: the buffer of the file.
        var more = (large - middle) / 90_000.0;

        Assert.InRange(more, 0.75 * first, 1.25 * first);
    }

    /// <summary>Of a map with faults in it: one entry in ten, and a duplicate in a hundred.</summary>
    private static long Allocated(int entries)
    {
        using var ldif = new MemoryStream(Ldif(entries));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var directory = new LdifDirectory();
        directory.Add(ldif, "site.ldif");
        var maps = directory.ToMaps(name => name == "auto.master").Maps;
        var result = MapValidation.Of(new MapSet(maps[0], maps.RemoveAt(0), []), Silence.None, listed: 20);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(entries + 1, result.Entries);
        Assert.NotEmpty(result.Findings);
        return allocated;
    }

    private static byte[] Ldif(int entries)
    {
        var text = new StringBuilder()
            .Append($"dn: automountMapName=auto.master,{Base}\nobjectClass: automountMap\nautomountMapName: auto.master\n\n")
            .Append($"dn: automountKey=/data,automountMapName=auto.master,{Base}\nobjectClass: automount\n")
            .Append("automountKey: /data\nautomountInformation: auto.data\n\n")
            .Append($"dn: automountMapName=auto.data,{Base}\nobjectClass: automountMap\nautomountMapName: auto.data\n\n");
        for (var i = 0; i < entries; i++)
        {
            var key = i % 100 == 99 ? "project0000000" : $"project{i:0000000}";
            var options = i % 10 == 0 ? "-rw,hrad" : "-rw,hard";
            text.Append($"dn: automountKey={key},automountMapName=auto.data,{Base}\nobjectClass: automount\nautomountKey: {key}\n")
                .Append($"automountInformation: {options},nosuid nfs{i % 20}.example.com:/exports/vol{i % 100}/{key}\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
