namespace Automount.Maps;

/// <summary>The <c>type[,format]:</c> in front of a map name, as automount's scanner finds it.</summary>
/// <param name="Name">The type, for example <c>file</c>.</param>
/// <param name="Format"><c>sun</c>, <c>amd</c> or <c>hesiod</c>; empty when not given.</param>
/// <param name="Length">How long type and format are, with what separates them from the map.</param>
/// <param name="EndsWithBlank">A blank separates them: then it is a type only where a map name begins.</param>
public readonly record struct MapType(string Name, string Format, int Length, bool EndsWithBlank)
{
    /// <summary>The type whose map is a list of maps.</summary>
    public const string Multi = "multi";

    private static readonly Dictionary<string, MapSource> Sources = new(StringComparer.Ordinal)
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
        [Multi] = MapSource.Other,
    };

    private static readonly int MaxNameLength = Sources.Keys.Max(name => name.Length);

    /// <summary>Where the map comes from.</summary>
    public MapSource Source => Sources[Name];

    /// <summary>Where the maps of a type come from.</summary>
    public static MapSource SourceOf(string type) => Sources[type];

    /// <summary>
    /// The type at a position; null when there is none. A map that is named like a type cannot be written without one.
    /// </summary>
    public static MapType? At(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiLetterLower(text[end]) && end - at <= MaxNameLength)
        {
            end++;
        }

        var name = text[at..end];
        if (!Sources.ContainsKey(name))
        {
            return null;
        }

        var format = "";
        if (end < text.Length && text[end] == ',')
        {
            format = text.AsSpan(end + 1) switch
            {
                ['s', 'u', 'n', ..] => "sun",
                ['h', 'e', 's', 'i', 'o', 'd', ..] => "hesiod",
                ['a', 'm', 'd', ..] when name != Multi => "amd",
                _ => null,
            };
            end += 1 + (format?.Length ?? 0);
        }

        if (format is null || end == text.Length || text[end] is not (':' or ' ' or '\t'))
        {
            return null;
        }

        var next = end + 1;
        while (next < text.Length && text[next] is ' ' or '\t')
        {
            next++;
        }

        return new MapType(name, format, next - at, text[end] != ':');
    }
}
