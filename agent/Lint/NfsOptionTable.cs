using System.Collections.Frozen;
using System.Globalization;
using Automount.Text;

namespace Automount.Lint;

/// <summary>
/// What mount.nfs and the kernel take as options of an NFS mount (nfs(5), mount(8)): names, and the values that they may have.
/// </summary>
internal static class NfsOptionTable
{
    private const string Protocols = "tcp tcp6 udp udp6 rdma rdma6";

    /// <summary>The form of each option by name.</summary>
    private static readonly FrozenDictionary<string, Form> Options = new Dictionary<string, Form>
    {
        // nfs(5), all versions.
        ["timeo"] = new(1), ["retrans"] = new(0), ["retry"] = new(0),
        ["rsize"] = new(0), ["wsize"] = new(0), ["bsize"] = new(0),
        ["acregmin"] = new(0), ["acregmax"] = new(0), ["acdirmin"] = new(0), ["acdirmax"] = new(0), ["actimeo"] = new(0),
        ["nconnect"] = new(1, 16), ["max_connect"] = new(1, 16),
        ["port"] = new(0, 65535),
        ["vers"] = new("3 4 4.0 4.1 4.2"), ["nfsvers"] = new("3 4 4.0 4.1 4.2"), ["minorversion"] = new(0, 2),
        ["proto"] = new(Protocols),
        ["sec"] = new("none null sys krb5 krb5i krb5p lkey lkeyi lkeyp spkm3 spkm3i spkm3p", IsList: true),
        ["lookupcache"] = new("all none pos positive"), ["write"] = new("lazy eager wait"),
        ["fsc"] = Form.Optional, ["rdirplus"] = new("none force", IsOptional: true),
        ["xprtsec"] = new("none tls mtls"), ["cert_serial"] = Form.Any, ["privkey_serial"] = Form.Any,
        ["fatal_neterrors"] = new("none default ENETDOWN ENETUNREACH", IsList: true), // Linux 6.15, fs/nfs/fs_context.c.
        ["clientaddr"] = Form.Any, ["addr"] = Form.Any,

        // nfs(5), versions 2 and 3: the mount protocol and locking.
        ["mountport"] = new(0, 65535), ["mountvers"] = new(1, 3), ["mountproto"] = new(Protocols),
        ["mounthost"] = Form.Any, ["mountaddr"] = Form.Any,
        ["mountprog"] = new(1), ["nfsprog"] = new(1), ["namlen"] = new(0, 255), ["local_lock"] = new("all flock posix none"),

        // mount(8) and SELinux.
        ["context"] = Form.Any, ["fscontext"] = Form.Any, ["defcontext"] = Form.Any, ["rootcontext"] = Form.Any, ["comment"] = Form.Any,

        // autofs(5): automount reads these and takes them away.
        ["fstype"] = Form.Any, ["timeout"] = Form.Any,
    }
    .Concat(Flags("soft hard softerr softreval nosoftreval ac noac bg fg sharecache nosharecache resvport noresvport nordirplus nofsc"))
    .Concat(Flags("sloppy tcp udp rdma tcp6 udp6 rdma6 v3 v4 v4.0 v4.1 v4.2 lock nolock cto nocto acl noacl posix noposix intr nointr"))
    .Concat(Flags("migration nomigration trunkdiscovery notrunkdiscovery alignwrite noalignwrite"))
    .Concat(Flags("ro rw exec noexec suid nosuid dev nodev sync async dirsync atime noatime diratime nodiratime relatime norelatime"))
    .Concat(Flags("strictatime nostrictatime lazytime nolazytime iversion noiversion mand nomand loud silent defaults auto noauto"))
    .Concat(Flags("user nouser users nousers owner noowner group nogroup quota noquota usrquota grpquota nofail _netdev remount"))
    .Concat(Flags("nosymfollow strict nonstrict browse nobrowse use-weight-only no-use-weight-only"))
    .Concat(Flags("symlink nosymlink nobind nofg shared slave private"))
    .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Form>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Options.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether there is an option of this name.</summary>
    public static bool Knows(ReadOnlySpan<char> name) => ByName.ContainsKey(name) || name.StartsWith("x-");

    /// <summary>What should stand in place of the value of an option; null when the value is right or the option is not known.</summary>
    /// <param name="name">The option.</param>
    /// <param name="value">What follows its equals sign.</param>
    /// <param name="hasValue">Whether it has an equals sign.</param>
    public static string? Expected(ReadOnlySpan<char> name, ReadOnlySpan<char> value, bool hasValue) =>
        ByName.TryGetValue(name, out var form) ? form.Expected(value, hasValue) : null;

    /// <summary>The option with a name that is at most two typing errors away; null when there is none.</summary>
    public static string? Nearest(string name) => Spelling.Nearest(name, Options.Keys);

    private static IEnumerable<KeyValuePair<string, Form>> Flags(string names) =>
        names.Split(' ').Select(name => KeyValuePair.Create(name, Form.Flag));

    /// <summary>What may follow the name of an option: nothing, anything, one of some words, or a number.</summary>
    private sealed record Form(string Words, long Min = 0, long Max = int.MaxValue, bool IsList = false, bool IsOptional = false)
    {
        public static readonly Form Flag = new(" ");
        public static readonly Form Any = new("*");
        public static readonly Form Optional = new("*", IsOptional: true);

        private readonly string[] words = Words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public Form(long min, long max = int.MaxValue)
            : this("", min, max)
        {
        }

        public string? Expected(ReadOnlySpan<char> value, bool hasValue)
        {
            if (ReferenceEquals(this, Flag))
            {
                return hasValue ? "it takes no value" : null;
            }

            if (!hasValue)
            {
                return IsOptional ? null : "it needs a value";
            }

            if (Words == "*")
            {
                return null;
            }

            return words.Length > 0 ? ExpectedWords(value) : ExpectedNumber(value);
        }

        private string? ExpectedWords(ReadOnlySpan<char> value)
        {
            if (AreWords(value))
            {
                return null;
            }

            var form = IsList ? "a list, with colons, of" : "one of";
            return $"it must be {form} {string.Join(", ", words)}";
        }

        private bool AreWords(ReadOnlySpan<char> value)
        {
            if (!IsList)
            {
                return IsWord(value);
            }

            foreach (var range in value.Split(':'))
            {
                if (!IsWord(value[range]))
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsWord(ReadOnlySpan<char> value)
        {
            foreach (var word in words)
            {
                if (value.SequenceEqual(word))
                {
                    return true;
                }
            }

            return false;
        }

        private string? ExpectedNumber(ReadOnlySpan<char> value)
        {
            var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (isNumber && number >= Min && number <= Max)
            {
                return null;
            }

            return (Min, Max) switch
            {
                (_, < int.MaxValue) => $"it must be a whole number from {Min} to {Max}",
                (0, _) => "it must be a whole number",
                _ => $"it must be a whole number from {Min}",
            };
        }
    }
}
