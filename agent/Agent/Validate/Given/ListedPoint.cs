using Automount.Maps;

namespace AutomountAgent.Validate.Given;

/// <summary>A mount point in the output of <c>automount -m</c>, which is added line by line.</summary>
/// <param name="key">The mount point.</param>
/// <param name="line">Its line, from 1.</param>
internal sealed class ListedPoint(string key, int line)
{
    private string type = "";
    private string map = "";
    private string options = "";
    private bool isMulti;

    /// <summary>The mount point.</summary>
    public string Key => key;

    /// <summary>Its line, from 1.</summary>
    public int Line => line;

    /// <summary>The keys that automount has read, in order.</summary>
    public List<MapRecord> Entries { get; } = [];

    /// <summary>Whether automount could read its map.</summary>
    public bool IsRead => map.Length > 0 || type == "hosts";

    /// <summary>Whether its entries are those of one map. Of a <c>multi</c> entry it is not said which map has which key.</summary>
    public bool HasMap => map.Length > 0 && type is not ("hosts" or "program");

    /// <summary>The path of the map on a node.</summary>
    public string Path => map.StartsWith('/') ? map : $"/etc/{map}";

    /// <summary>The entry as the master map has it.</summary>
    public string Value
    {
        get
        {
            if (type == "hosts")
            {
                return "-hosts";
            }

            // What was read is judged as a file, wherever automount had it from.
            var name = type == "program" ? $"program:{map}" : $"file:{Path}";
            return options.Length == 0 ? name : $"{name} {options}";
        }
    }

    /// <summary>Adds a line that follows.</summary>
    /// <param name="text">The line.</param>
    /// <param name="number">Its number, from 1.</param>
    public void Add(string text, int number)
    {
        if (After(text, "  type: ") is { } given)
        {
            (type, isMulti) = (given, given == MapType.Multi);
        }
        else if (After(text, "  instance type(s): ") is { } found)
        {
            type = found.Split(' ').Contains("program") ? "program" : "";
        }
        else if (After(text, "  map: ") is { } name)
        {
            map = map.Length == 0 ? name : map;
        }
        else if (isMulti && After(text, "  map[1]: ") is not null)
        {
            map = $"multi{line}";
        }
        else if (After(text, "  arguments: ") is { } words)
        {
            options = words;
        }
        else if (text.StartsWith("  ", StringComparison.Ordinal) && text.IndexOf(" | ", 2, StringComparison.Ordinal) is > 0 and var bar)
        {
            Entries.Add(new MapRecord(text[2..bar], text[(bar + 3)..], Line: number));
        }
    }

    private static string? After(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : null;
}
