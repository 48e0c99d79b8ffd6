namespace AutomountAgent.Telemetry;

/// <summary>How many values a label may have: the number of series of a node stays bounded, whatever the maps say.</summary>
public static class LabelValues
{
    /// <summary>The most values of one label.</summary>
    public const int Max = 1000;

    /// <summary>The value that stands for all that are too many.</summary>
    public const string Other = "other";
}
