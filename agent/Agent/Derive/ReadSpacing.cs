namespace AutomountAgent.Derive;

/// <summary>How often maps are read in full, from LDAP and through sssd alike: the cost of a read grows with its entries. Pure.</summary>
internal static class ReadSpacing
{
    /// <summary>The longest time that the number of entries alone puts between two full reads.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromMinutes(15);

    /// <summary>What one entry costs, spread over time: 1,000 entries are read once a minute at most.</summary>
    private static readonly TimeSpan PerEntry = TimeSpan.FromMilliseconds(60);

    /// <summary>The least time between two full reads: 60 ms an entry, 15 minutes at most, and never less than the poll interval.</summary>
    /// <param name="entries">How many entries are read.</param>
    /// <param name="interval">The interval of the polls.</param>
    public static TimeSpan Of(int entries, TimeSpan interval)
    {
        var spacing = PerEntry * entries;
        spacing = spacing < Max ? spacing : Max;
        return spacing > interval ? spacing : interval;
    }
}
