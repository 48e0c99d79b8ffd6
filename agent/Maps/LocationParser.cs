using System.Collections.Immutable;
using System.Globalization;

namespace AutomountAgent.Maps;

/// <summary>One location of an entry: <c>host[(weight)][,host[(weight)]…]:/path</c>, <c>:/path</c>, or the name of a map.</summary>
internal static class LocationParser
{
    private static readonly string[] MapTypes = ["file:", "yp:", "nis:", "nisplus:", "ldap:", "ldaps:", "sss:", "dir:"];

    /// <summary>automount's own check of a location without its quotes (autofs 5.1.9, as RHEL 9 has it); null when it passes.</summary>
    /// <param name="location">The location.</param>
    /// <param name="column">Its column, for the message.</param>
    public static EntryError? Check(string location, int column)
    {
        if (location.StartsWith(':'))
        {
            return null;
        }

        if (location.StartsWith(','))
        {
            return new(EntryFault.MissingHost, $"the list of hosts in {EntryError.Quote(location)} begins with a comma", column);
        }

        var end = location.IndexOf(":/", StringComparison.Ordinal);
        if (end < 0)
        {
            var escaped = location.IndexOf('\\') is >= 0 and var at && at + 1 < location.Length && location[at + 1] == ':';
            return !location.Contains(':') || escaped || MapTypes.Any(type => location.StartsWith(type, StringComparison.Ordinal))
                ? null
                : new(EntryFault.MissingColon, $"{EntryError.Quote(location)} must be written host:/path: no slash follows the colon", column);
        }

        for (var i = 0; i < end; i++)
        {
            var c = location[i];
            if (!char.IsAsciiLetterOrDigit(c) && !"-._,()#@:[]%".Contains(c))
            {
                var character = EntryError.Quote(c.ToString());
                return new(EntryFault.InvalidHostCharacter, $"{character} cannot stand before the colon of {EntryError.Quote(location)}", column);
            }

            if (c == ',' && location[i + 1] is ',' or ':')
            {
                return new(EntryFault.MissingHost, $"the list of hosts in {EntryError.Quote(location)} has a comma too many", column);
            }
        }

        return null;
    }

    /// <summary>The replicas of an NFS mount. A blank belongs to a path as long as no <c>host:/</c> follows it.</summary>
    /// <param name="text">The locations of the mount, joined by a blank.</param>
    /// <param name="column">Column of the first, for messages.</param>
    /// <param name="locations">The replicas; empty when there is an error.</param>
    public static EntryError? Replicas(string text, int column, out ImmutableArray<MapLocation> locations)
    {
        var found = ImmutableArray.CreateBuilder<MapLocation>(1);
        locations = [];
        for (var at = 0; at < text.Length;)
        {
            var colon = text.IndexOf(":/", at, StringComparison.Ordinal);
            if (colon < 0)
            {
                return new(EntryFault.NoPath, $"{EntryError.Quote(text[at..])} names no path: an NFS location is written host:/path", column);
            }

            var (end, next) = PathEnd(text, colon + 1);
            if (!TryHosts(text.AsSpan(at, colon - at), out var hosts))
            {
                return new(EntryFault.BadWeight, $"the weight in {EntryError.Quote(text[at..end])} must be written host(number)", column);
            }

            found.Add(new MapLocation(hosts, text[(colon + 1)..end]));
            at = next;
        }

        locations = found.ToImmutable();
        return null;
    }

    private static (int End, int Next) PathEnd(string text, int start)
    {
        var colon = text.IndexOf(":/", start, StringComparison.Ordinal);
        var blank = colon < 0 ? -1 : text.LastIndexOf(' ', colon, colon - start);
        return blank < 0 ? (text.Length, text.Length) : (blank, blank + 1);
    }

    private static bool TryHosts(ReadOnlySpan<char> list, out ImmutableArray<MapHost> hosts)
    {
        var found = ImmutableArray.CreateBuilder<MapHost>(1);
        hosts = [];
        foreach (var range in list.SplitAny(',', ' '))
        {
            var host = list[range];
            var open = host.IndexOf('(');
            var weight = 0;
            if (open >= 0)
            {
                var close = host.IndexOf(')');
                if (close < open || close != host.Length - 1)
                {
                    return false;
                }

                // As atoi(3): what is not a number weighs nothing.
                _ = int.TryParse(host[(open + 1)..close], NumberStyles.Integer, CultureInfo.InvariantCulture, out weight);
                host = host[..open];
            }

            if (!host.IsEmpty)
            {
                found.Add(new MapHost(host.Trim("[]").ToString(), weight));
            }
        }

        hosts = found.ToImmutable();
        return true;
    }
}
