namespace Automount.Maps;

/// <summary>Options of a mount, read once: in a map nearly all entries have the same, so the last ones are kept and shared.</summary>
internal sealed class EntryOptions
{
    [ThreadStatic]
    private static EntryOptions? last;

    [ThreadStatic]
    private static (EntryOptions Old, EntryOptions New, string Added)? lastAppended;

    private EntryOptions(string text)
    {
        Text = text;
        Type = MountOptions.FileSystem(text);
        Kind = MountOptions.Kind(Type);
        IsHosts = text.Contains("fstype=autofs", StringComparison.Ordinal) && text.Contains("hosts", StringComparison.Ordinal);
    }

    /// <summary>The options, comma-separated.</summary>
    public string Text { get; }

    /// <summary>File system type.</summary>
    public string Type { get; }

    /// <summary>What automount does with the type.</summary>
    public MountKind Kind { get; }

    /// <summary>The built-in map of hosts is asked for, and any location is ignored. automount looks for the two words anywhere.</summary>
    public bool IsHosts { get; }

    /// <summary>The options of a text.</summary>
    public static EntryOptions Of(string text) => last is { } known && known.Text == text ? known : last = new EntryOptions(text);

    /// <summary>The options of a text.</summary>
    public static EntryOptions Of(ReadOnlyMemory<char> text) =>
        last is { } known && text.Span.SequenceEqual(known.Text) ? known : last = new EntryOptions(text.ToString());

    /// <summary>These options with others appended.</summary>
    public EntryOptions Append(ReadOnlyMemory<char> added)
    {
        if (lastAppended is { } known && ReferenceEquals(known.Old, this) && added.Span.SequenceEqual(known.Added))
        {
            return known.New;
        }

        var text = added.ToString();
        var appended = new EntryOptions(MountOptions.Append(Text, text));
        lastAppended = (this, appended, text);
        return appended;
    }
}
