namespace ArchitectureTests;

/// <summary>One row of the table of rooms.</summary>
/// <param name="Folder">Folder of the room, for example <c>agent/Agent/Rules</c>.</param>
/// <param name="MayUse">Folders of the rooms that it may refer to; rooms below one of them are meant as well.</param>
/// <param name="MayDoIo">Whether it may open files and sockets, start processes, or call native code.</param>
/// <param name="MayBeUnsafe">Whether it may declare native functions and use pointers.</param>
public sealed record Room(string Folder, IReadOnlyList<string> MayUse, bool MayDoIo, bool MayBeUnsafe)
{
    /// <summary>Namespace of the room.</summary>
    public string Namespace { get; } = RoomTable.NamespaceOf(Folder);

    /// <summary>Whether a namespace is this room or a part of it.</summary>
    public bool Contains(string ns) => ns == Namespace || ns.StartsWith(Namespace + ".", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Folder;
}

/// <summary>Reads the table of rooms in <c>docs/architecture.md</c>: the page and the tests have one source.</summary>
public static class RoomTable
{
    private const string Page = "docs/architecture.md";

    /// <summary>The rooms in the order of the page.</summary>
    public static IReadOnlyList<Room> Rooms { get; } = [.. Rows().Select(Parse)];

    /// <summary>The room of a namespace: the one with the longest name that contains it; null when there is none.</summary>
    public static Room? Of(string ns) => Rooms.Where(room => room.Contains(ns)).MaxBy(room => room.Namespace.Length);

    /// <summary>The namespace that the types of a folder have.</summary>
    public static string NamespaceOf(string folder)
    {
        var parts = folder.Split('/');
        var root = parts switch
        {
            ["agent", "Agent", ..] => "AutomountAgent",
            ["agent", "Core", ..] => "Automount",
            ["agent", var library, ..] => $"Automount.{library}",
            ["packaging", ..] => "AutomountPackaging",
            _ => throw new InvalidDataException($"{Page}: {folder} is below neither agent nor packaging"),
        };
        return string.Join('.', [root, .. parts.Skip(parts[0] == "agent" ? 2 : 1)]);
    }

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(Repository.Root, Page))
        .SkipWhile(line => !line.StartsWith("| room ", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries));

    private static Room Parse(string[] cells) =>
        new(Folders(cells[0]).Single(), [.. Folders(cells[2])], IsYes(cells[3]), IsYes(cells[4]));

    private static IEnumerable<string> Folders(string cell) => cell.Split('`').Where((_, index) => index % 2 == 1);

    private static bool IsYes(string cell) => cell switch
    {
        "yes" => true,
        "no" => false,
        _ => throw new InvalidDataException($"{Page}: \"{cell}\" is neither yes nor no"),
    };
}
