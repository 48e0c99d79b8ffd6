using System.Net;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>Servers and paths of NFS entries: what automount takes, and what then cannot work or is not what is meant.</summary>
internal static class LocationRules
{
    /// <summary>Judges the locations of an entry.</summary>
    public static void Judge(in JudgedEntry entry, FindingSheet sheet)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            if (mount.Kind != MountKind.Nfs || mount.Locations.IsEmpty)
            {
                continue;
            }

            var isReplicated = mount.Locations.Length > 1 || mount.Locations[0].Hosts.Length > 1;
            if (isReplicated && !new OptionText(mount.Options).IsReadOnly && sheet.Takes(MapEntryFindings.WritableReplicas, entry.Record))
            {
                Add(entry, sheet, MapEntryFindings.WritableReplicas, "has several servers for what may be written", mount.Locations[0].Hosts.FirstOrDefault().Name ?? "");
            }

            foreach (var location in mount.Locations)
            {
                Path(entry, location.Path, sheet);
                foreach (var host in location.Hosts)
                {
                    Host(entry, mount, host.Name, sheet);
                }
            }
        }

        if (entry.Record.Value.Contains('('))
        {
            Weight(entry, sheet);
        }

        if (IsMulti(entry.Entry))
        {
            Offsets(entry, sheet);
        }
    }

    private static void Path(in JudgedEntry entry, string path, FindingSheet sheet)
    {
        var at = path.IndexOf(" -", StringComparison.Ordinal);
        at = at >= 0 ? at + 1 : path.LastIndexOf(',') is >= 0 and var comma && IsOption(path.AsSpan(comma + 1)) ? comma : -1;
        if (at >= 0 && sheet.Takes(MapEntryFindings.OptionsAfterLocation, entry.Record))
        {
            Add(entry, sheet, MapEntryFindings.OptionsAfterLocation, $"asks for the path {EntryError.Quote(path)}: options stand before the location", path[at..]);
        }
    }

    private static bool IsOption(ReadOnlySpan<char> text) => NfsOptionTable.Knows(text.IndexOf('=') is >= 0 and var equals ? text[..equals] : text);

    private static void Host(in JudgedEntry entry, EntryMount mount, string host, FindingSheet sheet)
    {
        if (entry.Use.Site.Node.Binds(host, mount.Options, entry.Use.Root.Options) && sheet.Takes(MapEntryFindings.LocalServer, entry.Record))
        {
            Add(entry, sheet, MapEntryFindings.LocalServer, $"names the node itself ({EntryError.Quote(host)}): automount makes a bind mount, not an NFS mount", host);
        }

        if (host.Length > 0 && (char.IsAsciiDigit(host[0]) || host.Contains(':')) && IPAddress.TryParse(host, out _) &&
            mount.Options.Contains("krb5", StringComparison.Ordinal) && sheet.Takes(MapEntryFindings.KerberosByAddress, entry.Record))
        {
            Add(entry, sheet, MapEntryFindings.KerberosByAddress, $"asks for Kerberos with the address {EntryError.Quote(host)}", host);
        }
    }

    private static void Weight(in JudgedEntry entry, FindingSheet sheet)
    {
        var value = entry.Record.Value;
        for (var at = value.IndexOf('('); at >= 0; at = value.IndexOf('(', at + 1))
        {
            var close = value.IndexOf(')', at);
            var after = close < 0 ? default : value.AsSpan(close + 1);
            if ((after.StartsWith(":/") || after.StartsWith(",")) && (close == at + 1 || value.AsSpan(at + 1, close - at - 1).ContainsAnyExceptInRange('0', '9')))
            {
                if (sheet.Takes(MapEntryFindings.BadWeight, entry.Record))
                {
                    Add(entry, sheet, MapEntryFindings.BadWeight, $"has a weight that is not a number: {EntryError.Quote(value[at..(close + 1)])}", value[at..(close + 1)]);
                }

                return;
            }
        }
    }

    private static bool IsMulti(MapEntry entry) => entry.Mounts.Length > 1 || entry.Mounts[0].Offset != "/";

    private static void Offsets(in JudgedEntry entry, FindingSheet sheet)
    {
        var value = entry.Record.Value;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = MapText.SkipBlanks(value, 0); at < value.Length; at = MapText.SkipBlanks(value, MapText.WordEnd(value, at, false)))
        {
            if (value[at] != '/' && !value.AsSpan(at).StartsWith("\"/"))
            {
                continue;
            }

            var offset = MountPath.Collapse(MapText.Unquote(value.AsSpan(at, MapText.WordEnd(value, at, false) - at)) ?? "/");
            if (!seen.Add(offset) && sheet.Takes(MapEntryFindings.DuplicateOffset, entry.Record))
            {
                sheet.Add(MapEntryFindings.DuplicateOffset, entry.Record, $"{FindingSheet.Name(entry.Record.Key)} of {sheet.Map} has the offset {EntryError.Quote(offset)} more than once", at + 1);
                return;
            }
        }
    }

    private static void Add(in JudgedEntry entry, FindingSheet sheet, FindingKind kind, string what, string text) => sheet.Add(
        kind, entry.Record, $"{FindingSheet.Name(entry.Record.Key)} of {sheet.Map} {what}", Math.Max(entry.Record.Value.IndexOf(text, StringComparison.Ordinal), 0) + 1);
}
