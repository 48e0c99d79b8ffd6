using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>Walks one expanded entry from left to right. Columns of its errors are those of the expanded text.</summary>
/// <param name="text">The expanded entry.</param>
/// <param name="context">The map's part: its options, and how those of the entry are joined to them.</param>
internal ref struct EntryScanner(string text, EntryContext context)
{
    /// <summary>
    /// Options are joined anew for each offset, so an entry of 16 kB could make megabytes of them. No entry that is in use makes this many.
    /// </summary>
    private const int MaxJoined = 16 * EntryParser.MaxValueBytes;

    private readonly string text = text;
    private readonly int lastColonSlash = text.LastIndexOf(":/", StringComparison.Ordinal);
    private int at;
    private int joined;
    private EntryError? error;

    /// <summary>
    /// The entry, or the first error in it. Locations are parsed last, when the words are known to be in the right place.
    /// </summary>
    public EntryResult Entry()
    {
        at = MapText.SkipBlanks(text, at);
        var options = TakeEntryOptions();
        if (error is not null)
        {
            return new EntryResult(null, error);
        }

        return IsMulti() ? MultiMount(options) : SingleMount(options);
    }

    private EntryResult SingleMount(EntryOptions options)
    {
        var start = at;
        var location = TakeLocations(false);
        return location is { } found && Mount(new Part("/", options, found, start)) is { } mount
            ? new EntryResult(new MapEntry([mount]), null)
            : new EntryResult(null, error);
    }

    private EntryResult MultiMount(EntryOptions options)
    {
        var parts = new OrderedDictionary<string, Part>();
        do
        {
            if (TakePart(options) is not { } part)
            {
                return new EntryResult(null, error);
            }

            parts[part.Offset] = part; // Of equal offsets the last one counts.
        }
        while (IsOffset());

        var mounts = ImmutableArray.CreateBuilder<EntryMount>(parts.Count);
        foreach (var part in parts.Values)
        {
            if (Reread(part, options) is not { } again || Mount(again) is not { } mount)
            {
                return new EntryResult(null, error);
            }

            mounts.Add(mount);
        }

        return new EntryResult(new MapEntry(mounts.MoveToImmutable()), null);
    }

    /// <summary>
    /// automount keeps an offset as text without its quotes, and reads that again when it is to be mounted: a blank that was in quotes now
    /// ends the options, and a device in quotes is now a path where a location should be.
    /// </summary>
    private Part? Reread(Part part, EntryOptions entryOptions)
    {
        var isRoot = part.Offset == "/";
        var dash = part.Options.Text.Length > 0 ? "-" : "";
        var stored = new EntryScanner($"{dash}{part.Options.Text} {part.Location}", context) { joined = joined };
        stored.at = MapText.SkipBlanks(stored.text, 0);
        var options = isRoot ? stored.TakeOptionsAfter(entryOptions) : stored.TakeEntryOptions();
        if (!isRoot && stored.IsMulti())
        {
            var offset = EntryError.Quote(part.Offset);
            stored.Fail(EntryFault.LocationIsPath, $"the offset {offset} has a path where a location is expected", 0);
        }

        joined = stored.joined;
        ReadOnlyMemory<char>? location = stored.text.AsMemory(stored.at);
        if (isRoot && stored.error is null)
        {
            location = stored.TakeLocations(true);
        }

        error = stored.error is { } found ? found with { Column = part.Start + 1 } : null;
        return error is null ? part with { Options = options, Location = location ?? default } : null;
    }

    private EntryMount? Mount(Part part)
    {
        var location = part.Location.Span;
        var (type, kind) = (part.Options.Type, part.Options.Kind);
        if (location.IsEmpty && !part.Options.IsHosts)
        {
            var options = part.Options.Text;
            var hint = options.Contains(":/", StringComparison.Ordinal) ? "; a blank must stand between options and location" : "";
            Fail(EntryFault.NoLocation, $"there is nothing to mount after the options {EntryError.Quote(options)}{hint}", part.Start);
            return null;
        }

        if (kind != MountKind.Nfs)
        {
            var path = part.Options.IsHosts ? "" : WithoutColon(location).ToString();
            return new EntryMount(part.Offset, part.Options.Text, kind, type, [new MapLocation([], path)]);
        }

        error = LocationParser.Replicas(part.Location, part.Start + 1, out var locations);
        return error is null ? new EntryMount(part.Offset, part.Options.Text, kind, type, locations) : null;
    }

    private static ReadOnlySpan<char> WithoutColon(ReadOnlySpan<char> location) => location is [':', ..] ? location[1..] : location;

    /// <summary>An offset of a multi-mount with its options and locations.</summary>
    private Part? TakePart(EntryOptions options)
    {
        var start = at;
        var offset = IsOffset() ? TakeOffset() : "/";
        var offsetEnd = at;
        options = error is null ? TakeOptionsAfter(options) : options;
        if (error is null && at == text.Length)
        {
            var hint = offset == "/" ? "" : Hint(text[start..offsetEnd].TrimEnd(), offset, options);
            var written = EntryError.Quote(text[start..offsetEnd].TrimEnd());
            Fail(EntryFault.OffsetWithoutLocation, $"the offset {written} has no location{hint}", start);
        }

        var locationStart = at;
        var location = error is null ? TakeLocations(true) : null;
        return location is { } found ? new Part(offset, options, found, locationStart) : null;
    }

    /// <summary>What was probably meant by a path that stands alone; that depends on the type.</summary>
    private static string Hint(string word, string offset, EntryOptions options) => options.Kind switch
    {
        MountKind.Nfs => $"; was host:{EntryError.Quote(offset)[1..^1]} meant?",
        MountKind.Submount => "",
        _ => $"; was :{EntryError.Quote(word)[1..^1]} meant?",
    };

    /// <summary>The options in front: the words are joined to each other first, and then to those of the map.</summary>
    private EntryOptions TakeEntryOptions()
    {
        var options = EntryOptions.Of(context.Options);
        if (at == text.Length || text[at] != '-')
        {
            return options;
        }

        var own = TakeOptions();
        while (error is null && at < text.Length && text[at] == '-')
        {
            var added = TakeOptions();
            own = CanJoin(own, added) ? MountOptions.Append(own, added).AsMemory() : own;
        }

        return context.AppendOptions ? Appended(options, own) : EntryOptions.Of(own);
    }

    private EntryOptions TakeOptionsAfter(EntryOptions options)
    {
        while (error is null && at < text.Length && text[at] == '-')
        {
            options = Appended(options, TakeOptions());
        }

        return options;
    }

    private EntryOptions Appended(EntryOptions options, ReadOnlyMemory<char> added)
    {
        return CanJoin(options.Text.AsMemory(), added) ? options.Append(added) : options;
    }

    /// <summary>Whether options that are joined are not too long: each time, and all times of an entry together.</summary>
    private bool CanJoin(ReadOnlyMemory<char> old, ReadOnlyMemory<char> added)
    {
        var length = MountOptions.IsReplaced(old.Span, added.Span) ? added.Length : old.Length + 1 + added.Length;
        if (length > MountOptions.MaxLength)
        {
            Fail(EntryFault.TooLong, $"the options are longer than {MountOptions.MaxLength} characters, mount(2) takes no more", at);
            return false;
        }

        joined += length;
        if (joined > MaxJoined)
        {
            Fail(EntryFault.TooLong, $"the options of all offsets are longer than {MaxJoined} characters together", at);
            return false;
        }

        return true;
    }

    private ReadOnlyMemory<char> TakeOptions()
    {
        var end = MapText.WordEnd(text, at, false);
        var options = Unquote(at + 1, end) ?? default;
        at = MapText.SkipBlanks(text, end);
        return options;
    }

    private string TakeOffset()
    {
        var start = at;
        var end = MountOffset.End(text, at);
        var offset = MountOffset.Of(text.AsSpan(start, end - start), out var isClosed);
        at = MapText.SkipBlanks(text, end);
        if (!isClosed)
        {
            FailQuote(start, end);
        }
        else if (offset is null || MountPath.HasParentStep(offset))
        {
            var what = "has control characters, letters outside ASCII that are not in double quotes, or a .. in it";
            Fail(EntryFault.BadOffset, $"the offset {EntryError.Quote(text[start..end])} {what}", start);
        }

        return MountPath.Collapse(offset ?? "/");
    }

    /// <summary>The locations of one mount, checked and joined by a blank; null when there is an error.</summary>
    private ReadOnlyMemory<char>? TakeLocations(bool isMulti)
    {
        ReadOnlyMemory<char>? joined = null;
        List<string>? several = null;
        do
        {
            var start = at;
            var end = MapText.WordEnd(text, at, HasColonSlash);
            if (Unquote(start, end) is not { } location)
            {
                return null;
            }

            if (start < end && text[start] == '/')
            {
                var path = EntryError.Quote(location.ToString());
                Fail(EntryFault.LocationIsPath, $"{path} is a path, not a location: write host:/path", start);
                return null;
            }

            error = LocationParser.Check(location.Span, start + 1);
            if (error is not null)
            {
                return null;
            }

            if (joined is { } first)
            {
                (several ??= [first.ToString()]).Add(location.ToString());
            }
            else
            {
                joined = location;
            }

            at = MapText.SkipBlanks(text, end);
        }
        while (at < text.Length && !(isMulti && IsOffset()));

        return several is null ? joined : string.Join(' ', several).AsMemory();
    }

    /// <summary>A path where a location is expected makes the entry a multi-mount. One minus in front of it does not hide it.</summary>
    private readonly bool IsMulti()
    {
        var p = at < text.Length && text[at] == '"' ? at + 1 : at;
        if (p < text.Length && text[p] == '/')
        {
            return true;
        }

        for (var words = 0; p < text.Length; words++)
        {
            p = MapText.SkipBlanks(text, p);
            if (words > 0)
            {
                p += p < text.Length && text[p] == '"' ? 1 : 0;
                p += p < text.Length && text[p] == '-' ? 1 : 0;
                if (p < text.Length && text[p] == '/')
                {
                    return true;
                }
            }

            while (p < text.Length && text[p] == '-')
            {
                p = MapText.SkipBlanks(text, MapText.WordEnd(text, p, false));
            }

            p = MapText.WordEnd(text, p, lastColonSlash >= p);
        }

        return false;
    }

    private readonly bool HasColonSlash => lastColonSlash >= at;

    private readonly bool IsOffset() =>
        at < text.Length && (text[at] == '/' || (text[at] == '"' && at + 1 < text.Length && text[at + 1] == '/'));

    private ReadOnlyMemory<char>? Unquote(int start, int end)
    {
        var word = text.AsSpan(start, end - start);
        if (word.IndexOfAny('"', '\\') < 0)
        {
            return text.AsMemory(start, end - start);
        }

        var plain = MapText.Unquote(word);
        if (plain is null)
        {
            FailQuote(start, end);
            return null;
        }

        return plain.AsMemory();
    }

    private void FailQuote(int start, int end) =>
        Fail(EntryFault.UnbalancedQuote, $"a double quote is not closed in {EntryError.Quote(text[start..end])}", start);

    private void Fail(EntryFault fault, string message, int position) => error ??= new EntryError(fault, message, position + 1);

    private readonly record struct Part(string Offset, EntryOptions Options, ReadOnlyMemory<char> Location, int Start);
}
