using System.Globalization;
using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// Finds the faults in one text of mount options. What is there is checked in any text; what is missing only where the text is whole.
/// </summary>
internal static class OptionFaults
{
    /// <summary>Options of which each pair contradicts itself.</summary>
    private static readonly (string A, string B)[] Opposites =
    [
        ("hard", "soft"), ("hard", "softerr"), ("ro", "rw"), ("ac", "noac"), ("suid", "nosuid"), ("dev", "nodev"), ("exec", "noexec"),
        ("lock", "nolock"), ("cto", "nocto"), ("acl", "noacl"), ("resvport", "noresvport"), ("sharecache", "nosharecache"),
        ("sync", "async"), ("strict", "nonstrict"), ("tcp", "udp"), ("browse", "nobrowse"),
    ];

    /// <summary>Options that only the mount protocol and the lock manager of NFS 2 and 3 know.</summary>
    private static readonly string[] Only3 = ["lock", "nolock", "local_lock", "mountport", "mountproto", "mounthost", "mountvers"];

    /// <summary>What every mount of users' homes should have, so that a user cannot bring programs or devices with privileges.</summary>
    private static readonly string[] HomeOptions = ["nosuid", "nodev"];

    /// <summary>Checks the options of an entry. Those before them have their faults where they are written.</summary>
    /// <param name="own">The options of entry and offset.</param>
    /// <param name="before">The options of the map, which come before them.</param>
    /// <param name="map">What is known of the map.</param>
    public static IEnumerable<OptionFault> Whole(string own, OptionText before, OptionMap map)
    {
        var text = new OptionText(own, before);
        var faults = MountOptions.Kind(text.Type ?? "nfs") switch
        {
            MountKind.Nfs => Given(text)
                .Concat(SecondVersions(text, before.Versions))
                .Concat(Overtaken(text, before))
                .Concat(VersionFaults.Of(text, map.DefaultProtocol))
                .Concat(Missing(text, map.HoldsHomes)),
            MountKind.Bind => BindFaults.Of(text),
            MountKind.Submount => SubmountFaults.Of(own),
            _ => HelperFaults.Of(text.Type!, text),
        };
        return faults.Concat(Passwords(own));
    }

    /// <summary>Checks the options of an entry whose location is a directory of the node: automount binds it.</summary>
    /// <param name="own">The options of entry and offset.</param>
    public static IEnumerable<OptionFault> Local(string own) => BindFaults.OfLocation(new OptionText(own)).Concat(Passwords(own));

    /// <summary>Checks options to which others may come: those of a master map, or of a submount.</summary>
    /// <param name="options">The options.</param>
    /// <param name="isNfs">Whether they are for NFS, where they do not say so themselves.</param>
    public static IEnumerable<OptionFault> Part(string options, bool isNfs)
    {
        var text = new OptionText(options);
        IEnumerable<OptionFault> faults = text.Type switch
        {
            // Another type may take what mount.nfs refuses.
            null => Given(text).Concat(SecondVersions(text, [])).Where(f => isNfs || f.Kind.Severity != Severity.Error),
            "nfs" or "nfs4" => Given(text).Concat(SecondVersions(text, [])),
            var type when MountOptions.Kind(type) == MountKind.Other => HelperFaults.Of(type, text),
            _ => [],
        };
        return faults.Concat(Passwords(options));
    }

    private static IEnumerable<OptionFault> Given(OptionText text)
    {
        foreach (var option in text.All)
        {
            if (OfOne(option, text) is { } fault)
            {
                yield return fault;
            }
        }

        foreach (var (a, b) in Opposites)
        {
            if (text.HasOwn(a) && text.HasOwn(b))
            {
                yield return new OptionFault(MapOptionFindings.ContradictingOptions, a, $"{a} contradicts {b}", b);
            }
        }

        if (text is { Type: "nfs4", Is3: true } && text.All.FirstOrDefault(o => o is "vers=3" or "nfsvers=3" or "v3") is { } version)
        {
            yield return new OptionFault(MapOptionFindings.ContradictingOptions, version, $"{version} contradicts fstype=nfs4",
                "fstype=nfs4");
        }
    }

    /// <summary>
    /// mount.nfs takes one version (nfs-utils 2.5.3 and later, utils/mount/network.c), and automount puts the options of the map before
    /// those of the entry (autofs 5.1.9, modules/parse_sun.c, concat_options).
    /// </summary>
    private static IEnumerable<OptionFault> SecondVersions(OptionText text, IEnumerable<string> before)
    {
        var first = before.FirstOrDefault();
        foreach (var option in text.Versions)
        {
            if (first is not null)
            {
                var what = $"{EntryError.Quote(option)} comes after {EntryError.Quote(first)}: mount.nfs refuses more than one version";
                yield return new OptionFault(MapOptionFindings.BadOptionValue, option, what)
                {
                    Remedy = "Give the version once, in the entry or in the options of the map.",
                };
            }

            first ??= option;
        }
    }

    private static OptionFault? OfOne(string option, OptionText text)
    {
        var equals = option.IndexOf('=');
        var name = equals < 0 ? option : option[..equals];
        var value = equals < 0 ? "" : option[(equals + 1)..];
        var isBackground = name.StartsWith("bg", StringComparison.Ordinal); // automount compares no more of it.
        if (!isBackground && !NfsOptionTable.Knows(name) && Credentials.FindOption(option) is null)
        {
            return Unknown(option, text);
        }

        var shown = EntryError.Quote(option);
        if (NfsOptionTable.Expected(name, value, equals >= 0) is { } expected)
        {
            return new(MapOptionFindings.BadOptionValue, option, $"the value of {shown} is wrong: {expected}");
        }

        if (isBackground)
        {
            return new(MapOptionFindings.IgnoredOption, option,
                $"automount takes {shown} away: a mount on demand cannot go to the background");
        }

        return name switch
        {
            "remount" => new(MapOptionFindings.BadOptionValue, option, $"{shown} is wrong: nothing is mounted yet that could be changed")
            {
                Better = "",
            },
            "udp" or "udp6" => Udp(option, shown, text),
            "proto" when value is "udp" or "udp6" => Udp(option, shown, text),
            "intr" or "nointr" =>
                new(MapOptionFindings.ObsoleteOption, option, $"{shown} has had no effect since Linux 2.6.25"),
            "posix" or "noposix" => new(MapOptionFindings.ObsoleteOption, option, $"{shown} has no effect"),
            "timeout" =>
                new(MapOptionFindings.IgnoredOption, option,
                    $"automount takes {shown} away: a timeout is set in the master map, as --timeout=SECONDS"),
            "browse" or "nobrowse" =>
                new(MapOptionFindings.IgnoredOption, option,
                    $"automount takes {shown} away: it counts in the master map or with fstype=autofs"),
            "rsize" or "wsize" when OutOfRange(value) =>
                new(MapOptionFindings.IgnoredOption, option, $"{shown} is outside of 1024 to 1048576: the kernel takes another value"),
            _ when text.Is4 && Only3.Contains(name) => new(MapOptionFindings.ObsoleteOption, option, $"{shown} has no effect with NFS 4"),
            _ => null,
        };
    }

    private static OptionFault? Unknown(string option, OptionText text) => text.Has("sloppy")
        ? null
        : new(MapOptionFindings.UnknownOption, option, $"mount.nfs knows no option {EntryError.Quote(option)}");

    /// <summary>Options of the map that are right by themselves, and not for NFS 4, which the entry asks for.</summary>
    private static IEnumerable<OptionFault> Overtaken(OptionText text, OptionText before)
    {
        if (!text.Is4 || before.Is4)
        {
            yield break;
        }

        foreach (var name in (string[])["udp", "udp6", "proto", .. Only3])
        {
            if (before.Has(name) && !text.HasOwn(name))
            {
                var value = before.Value(name)!;
                var option = value.Length > 0 ? $"{name}={value}" : name;
                if (OfOne(option, text) is { } fault)
                {
                    yield return fault;
                }
            }
        }
    }

    private static OptionFault Udp(string option, string shown, OptionText text) => text.Is4
        ? new(MapOptionFindings.BadOptionValue, option, $"{shown} is wrong: NFS 4 does not run over UDP")
        : new(MapOptionFindings.NfsOverUdp, option, $"{shown} asks for NFS over UDP");

    private static bool OutOfRange(string size) => long.Parse(size, NumberStyles.None, CultureInfo.InvariantCulture) is < 1024 or > 1048576;

    private static IEnumerable<OptionFault> Missing(OptionText text, bool holdsHomes)
    {
        if (!holdsHomes || text.IsReadOnly)
        {
            yield break;
        }

        if (text.IsSoft)
        {
            var soft = text.Has("softerr") ? "softerr" : "soft";
            yield return new OptionFault(MapOptionFindings.SoftHome, soft,
                "a home is mounted soft and may be written: a server that goes away loses data");
        }

        var missing = Array.FindAll(HomeOptions, o => !text.Has(o));
        if (missing.Length > 0)
        {
            yield return new OptionFault(MapOptionFindings.HomeWithoutNosuid, "",
                $"a home is mounted without {string.Join(" and ", missing)}");
        }
    }

    private static IEnumerable<OptionFault> Passwords(string options)
    {
        if (Credentials.FindOption(options) is { } secret)
        {
            var option = options[..secret.Start.Value].Split(',', ' ')[^1];
            yield return new OptionFault(MapOptionFindings.Password, option,
                "there is a password in the options, which every host can read");
        }
    }
}
