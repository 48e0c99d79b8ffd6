using System.Collections.Immutable;
using System.Text;

namespace AutomountAgent.Maps;

/// <summary>Walks one expanded entry from left to right.</summary>
/// <param name="entry">The entry.</param>
/// <param name="mapOptions">Options of the map, to which those of the entry are appended.</param>
internal sealed class EntryScanner(ExpandedEntry entry, string mapOptions)
{
    private readonly string text = entry.Text;
    private readonly int lastColonSlash = entry.Text.LastIndexOf(":/", StringComparison.Ordinal);
    private int at;
    private EntryError? error;

    /// <summary>The entry, or the first error in it. What a location says is looked at last, when the words are known to be in the right place.</summary>
    public EntryResult Entry()
    {
        var parts = new List<Part>(1);
        at = MapText.SkipBlanks(text, at);
        var options = TakeOptions(mapOptions);
        var isMulti = error is null && IsMulti();
        do
        {
            if (error is not null || TakePart(options, isMulti) is not { } part)
            {
                return new EntryResult(null, error);
            }

            parts.Add(part);
        }
        while (isMulti && IsOffset());

        var mounts = ImmutableArray.CreateBuilder<EntryMount>(parts.Count);
        foreach (var part in isMulti ? parts.DistinctBy(p => p.Offset) : parts) // Of equal offsets automount keeps the first.
        {
            var mountError = Mount(part, mounts);
            if (mountError is not null)
            {
                return new EntryResult(null, mountError);
            }
        }

        return new EntryResult(new MapEntry(mounts.ToImmutable()), null);
    }

    private static EntryError? Mount(Part part, ImmutableArray<EntryMount>.Builder mounts)
    {
        var type = MountOptions.FileSystem(part.Options);
        var kind = MountOptions.Kind(type);
        if (part.Location.Length == 0 && !(kind == MountKind.Submount && MountOptions.Has(part.Options, "hosts")))
        {
            var hint = part.Options.Contains(":/", StringComparison.Ordinal) ? "; a blank must stand between options and location" : "";
            var message = $"there is nothing to mount after the options {EntryError.Quote(part.Options)}{hint}";
            return new EntryError(EntryFault.NoLocation, message, part.Column);
        }

        ImmutableArray<MapLocation> locations;
        if (kind != MountKind.Nfs)
        {
            locations = [new MapLocation([], part.Location.StartsWith(':') ? part.Location[1..] : part.Location)];
        }
        else if (LocationParser.Replicas(part.Location, part.Column, out locations) is { } error)
        {
            return error;
        }

        mounts.Add(new EntryMount(part.Offset, part.Options, kind, type, locations));
        return null;
    }

    private Part? TakePart(string options, bool isMulti)
    {
        var start = at;
        var offset = isMulti && IsOffset() ? TakeOffset() : "/";
        var offsetEnd = at;
        options = isMulti && error is null ? TakeOptions(options) : options;
        if (isMulti && at == text.Length && error is null)
        {
            var hint = offset == "/" ? "" : $"; was host:{EntryError.Quote(offset)[1..^1]} meant?";
            Fail(EntryFault.OffsetWithoutLocation, $"the offset {EntryError.Quote(text[start..offsetEnd].TrimEnd())} has no location{hint}", start);
        }

        var locationStart = at;
        var location = error is null ? TakeLocations(isMulti) : null;
        return location is null ? null : new Part(offset, options, location, entry.Column(locationStart));
    }

    private string TakeOptions(string options)
    {
        while (at < text.Length && text[at] == '-' && error is null)
        {
            var end = MapText.WordEnd(text, at, false);
            options = MountOptions.Append(options, Unquote(at + 1, end) ?? "");
            if (options.Length > MountOptions.MaxLength)
            {
                Fail(EntryFault.TooLong, $"the options are longer than {MountOptions.MaxLength} characters, mount(2) takes no more", at);
            }

            at = MapText.SkipBlanks(text, end);
        }

        return options;
    }

    private string TakeOffset()
    {
        var start = at;
        var end = MapText.WordEnd(text, at, false);
        var path = Unquote(start, end);
        at = MapText.SkipBlanks(text, end);
        if (path is not null && (path.AsSpan().IndexOfAnyInRange('\0', '\x1f') >= 0 || MountPath.HasParentStep(path)))
        {
            Fail(EntryFault.BadOffset, $"the offset {EntryError.Quote(path)} has control characters or a .. in it", start);
        }

        return MountPath.Collapse(path ?? "/");
    }

    /// <summary>The locations of one mount, checked and joined by a blank; null when there is an error.</summary>
    private string? TakeLocations(bool isMulti)
    {
        string? joined = null;
        StringBuilder? several = null;
        do
        {
            var start = at;
            var end = MapText.WordEnd(text, at, HasColonSlash);
            var location = Unquote(start, end);
            if (location is null)
            {
                return null;
            }

            if (location.StartsWith('/'))
            {
                Fail(EntryFault.LocationIsPath, $"{EntryError.Quote(location)} is a path, not a location: write host:/path", start);
                return null;
            }

            error = LocationParser.Check(location, entry.Column(start));
            if (error is not null)
            {
                return null;
            }

            if (joined is null)
            {
                joined = location;
            }
            else
            {
                several = (several ?? new StringBuilder(joined)).Append(' ').Append(location);
            }

            at = MapText.SkipBlanks(text, end);
        }
        while (at < text.Length && !(isMulti && IsOffset()));

        return several?.ToString() ?? joined;
    }

    /// <summary>A path where a location is expected makes the entry a multi-mount; so do options after the first word.</summary>
    private bool IsMulti()
    {
        var start = at;
        var isMulti = IsOffset();
        for (var words = 0; !isMulti && at < text.Length; words++)
        {
            isMulti = words > 0 && (IsOffset() || text[at] == '-' || text.AsSpan(at).StartsWith("\"-"));
            at = MapText.SkipBlanks(text, MapText.WordEnd(text, at, HasColonSlash));
        }

        at = start;
        return isMulti;
    }

    private bool HasColonSlash => lastColonSlash >= at;

    private bool IsOffset() => at < text.Length && (text[at] == '/' || (text[at] == '"' && at + 1 < text.Length && text[at + 1] == '/'));

    private string? Unquote(int start, int end)
    {
        var word = MapText.Unquote(text.AsSpan(start, end - start));
        if (word is null)
        {
            Fail(EntryFault.UnbalancedQuote, $"a double quote is not closed in {EntryError.Quote(text[start..end])}", start);
        }

        return word;
    }

    private void Fail(EntryFault fault, string message, int position) => error ??= new EntryError(fault, message, entry.Column(position));

    private sealed record Part(string Offset, string Options, string Location, int Column);
}
