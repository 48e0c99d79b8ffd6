using System.Globalization;

namespace NodeTests.Endurance;

/// <summary>
/// How long and how often. A variable of the environment can shorten each while a test is written; such a run is not published.
/// </summary>
public static class Length
{
    /// <summary>How long 100 mounts hang.</summary>
    public static TimeSpan Hang { get; } = TimeSpan.FromSeconds(Number("ENDURANCE_HANG_SECONDS", 600));

    /// <summary>How often the agent is killed.</summary>
    public static int Kills { get; } = Number("ENDURANCE_KILLS", 50);

    /// <summary>How often each of sssd, the D-Bus daemon and autofs is restarted.</summary>
    public static int Restarts { get; } = Number("ENDURANCE_RESTARTS", 20);

    /// <summary>How long mounts come and go.</summary>
    public static TimeSpan Churn { get; } = TimeSpan.FromSeconds(Number("ENDURANCE_CHURN_SECONDS", 300));

    /// <summary>Seed of whatever is random, printed with the results.</summary>
    public static int Seed { get; } = Number("ENDURANCE_SEED", Random.Shared.Next(1, 1_000_000));

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
