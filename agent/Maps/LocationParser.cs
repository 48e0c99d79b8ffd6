using System.Buffers;
using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>One location of an entry: <c>host[(weight)][,host[(weight)]…]:/path</c>, <c>:/path</c>, or the name of a map.</summary>
internal static class LocationParser
{
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._,()#@:[]%");

    private static readonly SearchValues<char> ListCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._,()#@:[]% \t");

    private static readonly string[] MapTypes = ["file:", "yp:", "nis:", "nisplus:", "ldap:", "ldaps:", "sss:", "dir:"];

    /// <summary>automount's own check of a location without its quotes (autofs 5.1.9, as RHEL 9 has it); null when it passes.</summary>
    /// <param name="location">The location.</param>
    /// <param name="column">Its column, for the message.</param>
    public static EntryError? Check(ReadOnlySpan<char> location, int column)
    {
        if (location is [':', ..])
        {
            return null;
        }

        if (location is [',', ..])
        {
            return Fail(EntryFault.MissingHost, $"the list of hosts in {Quote(location)} begins with a comma");
        }

        var end = location.IndexOf(":/");
        if (end < 0)
        {
            var isFine = location.IndexOf(':') < 0 || IsEscapedColon(location) || IsMap(location);
            return isFine
                ? null
                : Fail(EntryFault.MissingColon, $"{Quote(location)} must be written host:/path: no slash follows the colon");
        }

        var hosts = location[..end];
        var bad = hosts.IndexOfAnyExcept(HostCharacters);
        var commasEnd = bad < 0 ? end : bad;
        for (var comma = hosts.IndexOf(','); comma >= 0 && comma < commasEnd;)
        {
            if (location[comma + 1] is ',' or ':')
            {
                return Fail(EntryFault.MissingHost, $"the list of hosts in {Quote(location)} has a comma too many");
            }

            var next = hosts[(comma + 1)..].IndexOf(',');
            comma = next < 0 ? end : comma + 1 + next;
        }

        if (bad < 0)
        {
            return null;
        }

        var character = Quote(location.Slice(bad, 1));
        return Fail(EntryFault.InvalidHostCharacter, $"{character} cannot stand before the colon of {Quote(location)}");

        EntryError Fail(EntryFault fault, string message) => new(fault, message, column);
    }

    private static string Quote(ReadOnlySpan<char> text) => EntryError.Quote(text.ToString());

    /// <summary>Whether the first backslash stands before a colon.</summary>
    private static bool IsEscapedColon(ReadOnlySpan<char> location)
    {
        var at = location.IndexOf('\\');
        return at >= 0 && location[at..] is [_, ':', ..];
    }

    private static bool IsMap(ReadOnlySpan<char> location)
    {
        foreach (var type in MapTypes)
        {
            if (location.StartsWith(type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The replicas of an NFS mount. A blank belongs to a path as long as no <c>host:/</c> follows it.</summary>
    /// <param name="text">The locations of the mount, joined by a blank.</param>
    /// <param name="column">Column of the first, for messages.</param>
    /// <param name="locations">The replicas; empty when there is an error.</param>
    public static EntryError? Replicas(ReadOnlyMemory<char> text, int column, out ImmutableArray<MapLocation> locations)
    {
        locations = [];
        ImmutableArray<MapLocation>.Builder? several = null;
        var rest = text.Span.TrimStart(" \t,");
        do
        {
            var colon = rest.IndexOf(":/");
            if (colon < 0)
            {
                return new(EntryFault.NoPath, $"{Quote(rest)} names no path: an NFS location is written host:/path", column);
            }

            var end = PathEnd(rest, colon + 1);
            if (HasAddressInList(rest[..colon]))
            {
                var last = $"an IPv6 address must be the last host of {Quote(rest[..end])}, without a weight";
                return new(EntryFault.AddressInList, $"{last}: automount takes what follows as a part of its name", column);
            }

            if (rest[..colon] is not [.., ',' or ' ' or '\t'] && rest[..colon].Trim(" \t").ContainsAnyExcept(ListCharacters))
            {
                return new(EntryFault.InvalidHostCharacter, $"{Quote(rest[..colon])} in {Quote(rest[..end])} cannot be a host", column);
            }

            if (!HostListParser.TryParse(rest[..colon], out var hosts))
            {
                return new(EntryFault.BadWeight, $"the weight in {Quote(rest[..end])} must be written host(number)", column);
            }

            var location = new MapLocation(hosts, rest[(colon + 1)..end].ToString());
            rest = rest[end..].TrimStart(" \t,");
            if (several is null && rest.IsEmpty)
            {
                locations = [location];
                return null;
            }

            (several ??= ImmutableArray.CreateBuilder<MapLocation>()).Add(location);
        }
        while (!rest.IsEmpty);

        locations = several?.ToImmutable() ?? [];
        return null;
    }

    /// <summary>A host ends at a comma, a blank or a weight, but one with a colon only at the <c>:/</c>.</summary>
    private static bool HasAddressInList(ReadOnlySpan<char> list) =>
        list.IndexOf(':') is >= 0 and var colon
        && list[colon..].ContainsAny("(, \t")
        && list[..colon].Count('(') == list[..colon].Count(')');

    private static int PathEnd(ReadOnlySpan<char> text, int start)
    {
        var colon = text[start..].IndexOf(":/");
        var blank = colon < 0 ? -1 : text.Slice(start, colon).LastIndexOfAny(' ', '\t');
        return blank < 0 ? text.Length : start + blank;
    }
}
