namespace AutomountAgent.Maps;

/// <summary>The <c>type[,format]:</c> in front of a map name.</summary>
internal static class MapType
{
    private static readonly Dictionary<string, MapSource> Types = new(StringComparer.Ordinal)
    {
        ["file"] = MapSource.File,
        ["program"] = MapSource.Program,
        ["exec"] = MapSource.Program,
        ["sss"] = MapSource.Sss,
        ["ldap"] = MapSource.Ldap,
        ["ldaps"] = MapSource.Ldap,
        ["yp"] = MapSource.Other,
        ["nis"] = MapSource.Other,
        ["nisplus"] = MapSource.Other,
        ["hesiod"] = MapSource.Other,
        ["userdir"] = MapSource.Other,
        ["multi"] = MapSource.Other,
    };

    /// <summary>Reads a type. A blank ends it as well as a colon: a map named like a type cannot be written without one.</summary>
    /// <returns>The source, the format (empty when not given; <c>multi</c> and <c>hesiod</c> imply one) and where the map begins.</returns>
    public static (MapSource Source, string Format, int MapStart) Parse(string value, int at)
    {
        var end = value.AsSpan(at).IndexOfAny(": \t") is >= 0 and var length ? at + length : -1;
        if (end < 0)
        {
            return (MapSource.Nsswitch, "", at);
        }

        var comma = value.IndexOf(',', at, end - at);
        var type = value[at..(comma < 0 ? end : comma)];
        var format = comma < 0 ? "" : value[(comma + 1)..end];
        if (!Types.TryGetValue(type, out var source) || format is not ("" or "sun" or "amd" or "hesiod"))
        {
            return (MapSource.Nsswitch, "", at);
        }

        var start = end + 1;
        while (start < value.Length && value[start] is ' ' or '\t')
        {
            start++;
        }

        return (source, type is "multi" or "hesiod" ? type : format, start);
    }
}
