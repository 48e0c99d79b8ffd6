using System.Collections.Immutable;
using System.Globalization;

namespace Automount.Maps;

/// <summary>
/// The hosts of a location: <c>host[(weight)][,host[(weight)]…]</c>. The entries of a map name few different lists, so the last ones
/// are kept and shared.
/// </summary>
internal static class HostListParser
{
    /// <summary>Lists that are kept: each in the slot that its hash code chooses.</summary>
    private const int MaxKept = 64;

    /// <summary>Longer lists are not kept, in characters.</summary>
    private const int MaxKeptLength = 128;

    [ThreadStatic]
    private static HostList?[]? kept;

    /// <summary>
    /// Parses a list. It has no hosts, as for a local path, when a separator stands right before the colon. False when a weight is not
    /// written <c>(number)</c>.
    /// </summary>
    /// <param name="list">What stands before the <c>:/</c>.</param>
    /// <param name="hosts">The hosts.</param>
    public static bool TryParse(ReadOnlySpan<char> list, out ImmutableArray<MapHost> hosts)
    {
        kept ??= new HostList[MaxKept];
        ref var slot = ref kept[string.GetHashCode(list) & (MaxKept - 1)];
        if (slot is not null && list.SequenceEqual(slot.Text))
        {
            hosts = slot.Hosts;
            return true;
        }

        if (!TryRead(list, out hosts))
        {
            return false;
        }

        if (list.Length <= MaxKeptLength)
        {
            slot = new HostList(list.ToString(), hosts);
        }

        return true;
    }

    private static bool TryRead(ReadOnlySpan<char> list, out ImmutableArray<MapHost> hosts)
    {
        hosts = [];
        if (list is [.., ',' or ' ' or '\t'])
        {
            return true;
        }

        var found = ImmutableArray.CreateBuilder<MapHost>(1);
        foreach (var range in list.SplitAny(',', ' ', '\t'))
        {
            if (!TryHost(list[range], out var host))
            {
                return false;
            }

            if (host.Name.Length > 0)
            {
                found.Add(host);
            }
        }

        hosts = found.DrainToImmutable();
        return true;
    }

    private static bool TryHost(ReadOnlySpan<char> text, out MapHost host)
    {
        var open = text.IndexOf('(');
        if (open < 0)
        {
            host = new MapHost(Name(text), 0);
            return true;
        }

        // As atoi(3): what is not a number weighs nothing.
        var close = text.IndexOf(')');
        var isClosed = close > open && close == text.Length - 1;
        var weight = 0;
        _ = isClosed && int.TryParse(text[(open + 1)..close], NumberStyles.Integer, CultureInfo.InvariantCulture, out weight);
        host = new MapHost(Name(text[..open]), weight);
        return isClosed;
    }

    private static string Name(ReadOnlySpan<char> text) => text.Trim("[]").ToString();

    private sealed record HostList(string Text, ImmutableArray<MapHost> Hosts);
}
