namespace Automount.Configuration;

/// <summary>
/// Some keys of a map: <c>MAP</c> for all of them, or <c>MAP:KEYPATTERN</c>, where <c>*</c> and <c>?</c> stand for any characters and any
/// one.
/// </summary>
/// <param name="Map">Name of the map, for example <c>auto.data</c>.</param>
/// <param name="Key">Pattern of the keys; <c>*</c> for all.</param>
public sealed record MapPattern(string Map, string Key)
{
    /// <summary>As it is written.</summary>
    public override string ToString() => Key == "*" ? Map : $"{Map}:{Key}";
}
