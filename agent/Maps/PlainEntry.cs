using System.Buffers;
using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>
/// Nearly all entries are <c>[-options] host:/path</c>, with nothing in them that is quoted, replaced or repeated. They are read here
/// without the steps that automount takes for the others; what comes out is the same.
/// </summary>
internal static class PlainEntry
{
    /// <summary>More than this, and options may be longer together than mount(2) takes.</summary>
    private const int MaxLength = 2000;

    /// <summary>What is replaced or quoted, begins a comment, or is a blank of another kind.</summary>
    private static readonly SearchValues<char> Odd = SearchValues.Create("\"\\&$#\0\t\n\v\f\r\b");

    private static readonly SearchValues<char> OfHost =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._");

    /// <summary>The entry; null when it has another form, or is not for NFS.</summary>
    /// <param name="value">The entry, as the map holds it.</param>
    /// <param name="context">The map's part.</param>
    public static MapEntry? Read(string value, EntryContext context)
    {
        if (value.Length + context.Options.Length > MaxLength || value.AsSpan().ContainsAny(Odd))
        {
            return null;
        }

        var start = OptionsEnd(value);
        var location = value.AsSpan(start);
        var colon = location.IndexOf(':');
        if (colon <= 0 || !IsPath(location[(colon + 1)..]) || location[0] == '-' || location[..colon].ContainsAnyExcept(OfHost))
        {
            return null;
        }

        var options = start == 0 ? EntryOptions.Of(context.Options) : Joined(value.AsMemory(1, start - 2), context);
        if (options.Kind != MountKind.Nfs || !HostListParser.TryParse(location[..colon], out var hosts))
        {
            return null;
        }

        ImmutableArray<MapLocation> locations = [new MapLocation(hosts, location[(colon + 1)..].ToString())];
        return new MapEntry([new EntryMount("/", options.Text, MountKind.Nfs, options.Type, locations)]);
    }

    /// <summary>Where the location begins; the end where there is none, or where options are of another form.</summary>
    private static int OptionsEnd(string value)
    {
        if (!value.StartsWith('-'))
        {
            return 0;
        }

        var blank = value.IndexOf(' ');
        var isPlain = blank > 1 && !value.AsSpan(1, blank - 1).Contains(':') && !value.AsSpan(1).StartsWith("null");
        return isPlain ? blank + 1 : value.Length;
    }

    /// <summary>A path to the end: no other location, and no colon that would become a slash.</summary>
    private static bool IsPath(ReadOnlySpan<char> text) => text is ['/', ..] && text.IndexOfAny(' ', ':') < 0;

    private static EntryOptions Joined(ReadOnlyMemory<char> own, EntryContext context) => context.AppendOptions
        ? EntryOptions.Of(context.Options).Append(own)
        : EntryOptions.Of(own);
}
