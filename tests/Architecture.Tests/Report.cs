using Xunit;

namespace ArchitectureTests;

/// <summary>Fails with every violation, where xunit shows five.</summary>
public static class Report
{
    /// <summary>Fails unless there is no violation.</summary>
    public static void Nothing(IEnumerable<string> violations)
    {
        var all = violations.Distinct().ToList();
        if (all.Count > 0)
        {
            Assert.Fail($"{all.Count} violations\n{string.Join('\n', all)}");
        }
    }
}
