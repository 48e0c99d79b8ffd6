namespace AutomountAgent.Bus;

/// <summary>Properties of a D-Bus interface. A property that is missing or of another type is empty or null.</summary>
/// <param name="values">By name: string, bool, uint and ulong. Values of other types are not kept.</param>
internal sealed class BusProperties(IReadOnlyDictionary<string, object> values)
{
    /// <summary>A string or object path; empty when there is none.</summary>
    public string Text(string name) => values.GetValueOrDefault(name) as string ?? "";

    /// <summary>A boolean.</summary>
    public bool? Boolean(string name) => values.GetValueOrDefault(name) as bool?;

    /// <summary>A number of type <c>u</c>.</summary>
    public uint? UInt32(string name) => values.GetValueOrDefault(name) as uint?;

    /// <summary>A number of type <c>t</c>.</summary>
    public ulong? UInt64(string name) => values.GetValueOrDefault(name) as ulong?;
}
