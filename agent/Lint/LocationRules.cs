using System.Net;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;

namespace Automount.Lint;

/// <summary>Servers and paths of NFS entries: what automount takes, and what then cannot work or is not what is meant.</summary>
internal static class LocationRules
{
    private static readonly string[] Schemes = ["nfs", "nfs4", "cifs", "smb", "http", "https", "ssh", "sftp", "ftp", "file"];

    /// <summary>Checks the locations of an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            if (mount.Kind == MountKind.Nfs && !mount.Locations.IsEmpty)
            {
                Mount(entry, mount, findings);
            }
        }

        Weight(entry, findings);
        if (entry.Record.Value.Contains('@'))
        {
            Password(entry, findings);
        }

        if (entry.Entry.Mounts.Length > 1 || entry.Entry.Mounts[0].Offset != "/")
        {
            Offsets(entry, findings);
            BelowBind(entry, findings);
        }
    }

    private static void Mount(in LintedEntry entry, EntryMount mount, FindingCollector findings)
    {
        var isReplicated = mount.Locations.Length > 1 || mount.Locations[0].Hosts.Length > 1;
        if (isReplicated && !MountOptions.IsReadOnly(mount.Options)
            && findings.ShouldList(MapEntryFindings.WritableReplicas, entry.Record))
        {
            var first = mount.Locations[0].Hosts.FirstOrDefault().Name ?? "";
            Add(entry, findings, MapEntryFindings.WritableReplicas, "has several servers for what may be written", first);
        }

        foreach (var location in mount.Locations)
        {
            Path(entry, location.Path, findings);
            Url(entry, location, findings);
            foreach (var host in location.Hosts)
            {
                LocalServer(entry, mount, host.Name, findings);
                KerberosByAddress(entry, mount, host.Name, findings);
            }
        }
    }

    /// <summary>The scheme of a URL is a host to automount, and may be the name of one: there are servers that are called nfs.</summary>
    private static void Url(in LintedEntry entry, MapLocation location, FindingCollector findings)
    {
        var isUrl = location.Path.StartsWith("//", StringComparison.Ordinal) && location.Hosts is [var host] && Schemes.Contains(host.Name);
        if (isUrl && findings.ShouldList(MapEntryFindings.UrlLocation, entry.Record))
        {
            var scheme = location.Hosts[0].Name;
            var what = $"is written as a URL: automount takes {EntryError.Quote(scheme)} for the server";
            Add(entry, findings, MapEntryFindings.UrlLocation, what, scheme + "://");
        }
    }

    private static void Password(in LintedEntry entry, FindingCollector findings)
    {
        if (Credentials.FindUrlPassword(entry.Record.Value) is { } at && findings.ShouldList(MapOptionFindings.Password, entry.Record))
        {
            var message = $"{entry.Key} of {findings.Map}: there is a password in the location, which every host can read";
            findings.Add(MapOptionFindings.Password, entry.Record, message, at.Start.Value + 1);
        }
    }

    /// <summary>What is mounted below a bind mount is a mount of its own, without propagation.</summary>
    private static void BelowBind(in LintedEntry entry, FindingCollector findings)
    {
        var mounts = entry.Entry!.Mounts;
        var binds = mounts.Any(m => m is { Offset: "/", Kind: MountKind.Bind }
            or { Offset: "/", Kind: MountKind.Nfs, Locations: [{ Hosts: [] }] });
        if (binds && mounts.Length > 1 && findings.ShouldList(MapEntryFindings.OffsetBelowBind, entry.Record))
        {
            var offset = mounts.First(m => m.Offset != "/").Offset;
            var what = $"mounts {EntryError.Quote(offset)} below a bind mount: containers see an empty directory there";
            Add(entry, findings, MapEntryFindings.OffsetBelowBind, what, offset);
        }
    }

    private static void Path(in LintedEntry entry, string path, FindingCollector findings)
    {
        var at = OptionsStart(path);
        if (at >= 0 && findings.ShouldList(MapEntryFindings.OptionsAfterLocation, entry.Record))
        {
            var what = $"asks for the path {EntryError.Quote(path)}: options stand before the location";
            Add(entry, findings, MapEntryFindings.OptionsAfterLocation, what, path[at..]);
        }
    }

    /// <summary>Where options begin that stand in a path by mistake; -1 when there are none.</summary>
    private static int OptionsStart(string path)
    {
        var dash = path.IndexOf(" -", StringComparison.Ordinal);
        if (dash >= 0)
        {
            return dash + 1;
        }

        var comma = path.LastIndexOf(',');
        return comma >= 0 && IsOption(path.AsSpan(comma + 1)) ? comma : -1;
    }

    private static bool IsOption(ReadOnlySpan<char> text)
    {
        var equals = text.IndexOf('=');
        return NfsOptionTable.Knows(equals < 0 ? text : text[..equals]);
    }

    private static void LocalServer(in LintedEntry entry, EntryMount mount, string host, FindingCollector findings)
    {
        if (entry.Map.Node.Binds(host, mount.Options, entry.Map.Root.Options)
            && findings.ShouldList(MapEntryFindings.LocalServer, entry.Record))
        {
            var what = $"names the node itself ({EntryError.Quote(host)}): automount makes a bind mount, not an NFS mount";
            Add(entry, findings, MapEntryFindings.LocalServer, what, host);
        }
    }

    private static void KerberosByAddress(in LintedEntry entry, EntryMount mount, string host, FindingCollector findings)
    {
        var isBad = IsAddress(host) && mount.Options.Contains("krb5", StringComparison.Ordinal);
        if (isBad && findings.ShouldList(MapEntryFindings.KerberosByAddress, entry.Record))
        {
            Add(entry, findings, MapEntryFindings.KerberosByAddress, $"asks for Kerberos with the address {EntryError.Quote(host)}", host);
        }
    }

    /// <summary>The first two conditions are cheap, and rule out nearly every name.</summary>
    private static bool IsAddress(string host) =>
        host.Length > 0 && (char.IsAsciiDigit(host[0]) || host.Contains(':')) && IPAddress.TryParse(host, out _);

    private static void Weight(in LintedEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        for (var at = value.IndexOf('('); at >= 0; at = value.IndexOf('(', at + 1))
        {
            var close = value.IndexOf(')', at);
            if (close < 0)
            {
                return;
            }

            if (IsBadWeight(value.AsSpan(at + 1, close - at - 1), value.AsSpan(close + 1)))
            {
                if (findings.ShouldList(MapEntryFindings.BadWeight, entry.Record))
                {
                    var text = value[at..(close + 1)];
                    Add(entry, findings, MapEntryFindings.BadWeight, $"has a weight that is not a number: {EntryError.Quote(text)}", text);
                }

                return;
            }
        }
    }

    /// <param name="weight">What is in the parentheses.</param>
    /// <param name="after">What follows them: only after a host they are a weight.</param>
    private static bool IsBadWeight(ReadOnlySpan<char> weight, ReadOnlySpan<char> after) =>
        (after.StartsWith(":/") || after.StartsWith(",")) && (weight.IsEmpty || weight.ContainsAnyExceptInRange('0', '9'));

    private static void Offsets(in LintedEntry entry, FindingCollector findings)
    {
        var value = entry.Record.Value;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var end = 0;
        for (var at = MapText.SkipBlanks(value, 0); at < value.Length; at = MapText.SkipBlanks(value, end))
        {
            end = MapText.WordEnd(value, at, false);
            var word = value.AsSpan(at, end - at);
            if (!word.StartsWith("/") && !word.StartsWith("\"/"))
            {
                continue;
            }

            var offset = MountPath.Collapse(MapText.Unquote(word) ?? "/");
            if (!seen.Add(offset) && findings.ShouldList(MapEntryFindings.DuplicateOffset, entry.Record))
            {
                var message = $"{entry.Key} of {findings.Map} has the offset {EntryError.Quote(offset)} more than once";
                findings.Add(MapEntryFindings.DuplicateOffset, entry.Record, message, at + 1);
                return;
            }
        }
    }

    private static void Add(in LintedEntry entry, FindingCollector findings, FindingKind kind, string what, string text) =>
        findings.Add(kind, entry.Record, $"{entry.Key} of {findings.Map} {what}", entry.Column(text));
}
