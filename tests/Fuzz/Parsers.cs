using AgentTests.Maps;
using Automount.Maps;

namespace Fuzz;

/// <summary>Everything that reads maps from outside, on one input.</summary>
public static class Parsers
{
    private static readonly EntryContext Context = new()
    {
        Options = "rw,sec=krb5p",
        Variables = new Dictionary<string, string> { ["HOST"] = "node:1 \"" },
    };

    /// <summary>Runs them; throws when one throws or breaks its contract.</summary>
    public static void Run(string text)
    {
        Check(text, EntryContext.Default);
        var (entry, error) = Check("nfs1:/x " + text, Context);
        Ensure(entry is null || EntryPrinter.Print(entry).Length > 0, "an entry is printed as nothing");
        Ensure(error is null || error.Message.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0, "a message has control characters");
        var (master, masterError) = MasterEntryParser.Parse(new MapRecord("/home", text));
        Ensure(master is null != masterError is null, "a master entry has a result and an error, or neither");
        MasterMap.Parse(MasterFile.Parse(text, "/etc/auto.master"));
        foreach (var record in MapFile.Parse(text, "/etc/auto.home").Entries)
        {
            EntryParser.Parse(record.Key, record.Value, Context);
        }
    }

    private static EntryResult Check(string text, EntryContext context)
    {
        var result = EntryParser.Parse("key", text, context);
        Ensure(result.Entry is null != result.Error is null, "an entry has a result and an error, or neither");
        Ensure(result.Error is null or { Column: >= 0 } && (result.Error?.Column ?? 0) <= text.Length + 1, "a column is outside the entry");
        return result;
    }

    private static void Ensure(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }
}
