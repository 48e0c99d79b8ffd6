using Xunit;

namespace PackagingTests.Emit.Support;

/// <summary>A part of a document that is made from the program, between two marks.</summary>
internal static class MarkedText
{
    /// <summary>Compares it, or writes it where UPDATE_GOLDEN is 1.</summary>
    public static void Check(string file, string name, string expected)
    {
        var text = File.ReadAllText(file);
        var begin = $"<!-- BEGIN {name} -->\n";
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf($"<!-- END {name} -->", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, text[..from] + expected + text[to..]);
            return;
        }

        Assert.Equal(expected, text[from..to]);
    }
}
