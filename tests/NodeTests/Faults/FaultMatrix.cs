using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Automount.Catalog;

namespace NodeTests.Faults;

/// <summary>One scenario: a way in which the chain breaks in the field.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What happens.</param>
/// <param name="Shown">Where it is shown when no <see cref="Fault"/> has its number, or why it is not.</param>
public sealed record Scenario(int Number, string Title, string Shown = "");

/// <summary>Every scenario, and the page that says which of them are produced on the virtual node and how soon each was named.</summary>
public static class FaultMatrix
{
    private const string Target = "Not produced here: ";

    public static IReadOnlyList<Scenario> Scenarios { get; } =
    [
        new(1, "LDAP down, nothing cached"),
        new(2, "LDAP down, maps cached"),
        new(3, "LDAP drops packets"),
        new(4, "sssd forced offline"),
        new(5, "sssd stopped or crashed"),
        new(6, "sssd's autofs responder hung"),
        new(7, "`autofs` missing in `services`"),
        new(8, "Wrong schema or base in sssd.conf"),
        new(9, "sssd.conf changed, sssd not restarted"),
        new(10, "Master map changed, automount not reloaded"),
        new(11, "Malformed value"),
        new(12, "Malformed key that aborts a direct map"),
        new(13, "Attribute with several values"),
        new(14, "Map missing"),
        new(15, "Mount point twice"),
        new(16, "automount's negative cache"),
        new(17, "Deleted or changed entry still served"),
        new(18, "Server does not resolve"),
        new(19, "Server refuses connections"),
        new(20, "Server drops packets"),
        new(21, "NFS without a version, and no rpcbind on the server"),
        new(22, "Export missing, or no permission"),
        new(23, "Home directories elsewhere than the roots"),
        new(24, "`/home` and `/var/home` are one directory"),
        new(25, "NFS server hung"),
        new(26, "Stale file handle"),
        new(27, "automount stopped while a mount is busy"),
        new(28, "automount killed"),
        new(29, "automount hung"),
        new(30, "Private propagation"),
        new(31, "autofs restarted under a container"),
        new(32, "Container in a foreign pid namespace"),
        new(33, "Expiry blocked"),
        new(34, "umount hangs at expiry"),
        new(35, "Wildcard hides a typing error"),
        new(36, "Keys that differ in case"),
        new(37, "Master map in a file and in LDAP"),
        new(38, "File in auto.master.d without `.autofs`"),
        new(39, "`timeout=60` without dashes"),
        new(40, "InfoPipe refuses the agent"),
        new(41, "Asking the InfoPipe starts a stopped sssd", "`HealthyNodeTests`: a stopped sssd stays stopped"),
        new(
            42,
            "SELinux forbids NFS homes",
            Target + "the node has no SELinux. `mount/selinux-containers` and `mount/selinux-homes`: unit tests of the rules"),
        new(43, "Location on the node itself"),
        new(44, "Mounted by address instead of by name"),
        new(45, "No directory for a mount point on a read-only root"),
        new(46, "TLS or SASL to the LDAP server fails"),
        new(47, "Clock jumps"),
        new(48, "Duplicate key in an LDAP map"),
        new(49, "NFS server hung, and a required path of it is not mounted"),
        new(50, "Retired server that a required path needs"),
    ];

    private static readonly ConcurrentDictionary<Fault, FaultTimes> Measured = new();

    /// <summary>Remembers the times of a fault.</summary>
    public static void Add(Fault fault, FaultTimes times) => Measured[fault] = times;

    /// <summary>The page docs/faults.md, with what was measured in this run.</summary>
    public static string Page() => Page(Measured.GetValueOrDefault);

    /// <summary>The page docs/faults.md.</summary>
    /// <param name="times">What was measured of a fault; null where nothing was.</param>
    public static string Page(Func<Fault, FaultTimes?> times)
    {
        var page = new StringBuilder("""
            # Faults

            Every way we know in which the chain breaks, the code by which the agent names it, and how long that took in the virtual node (`tests/node`), in seconds. The
            node is emulated and about 30 times slower than a real machine, which hardly matters here: the times are those of intervals and deadlines, which
            are the defaults, but for those of LDAP and sssd, 2 s instead of 15, and in rows 31 and 33 that of the mounts, 2 s instead of 5. Cleared is the time from the cure until every link was ok again, with the recovery of the service itself.

            Each row without a remark is a test: cause the fault, see the code as the first broken link and nothing else blamed, see the metric, `STATUS=` and the journal agree, cure it,
            see every link ok. Where it concerns a path, `explain` of that path blames the same link, or the one named in brackets, about which more can be found out for one path; the time of that is the last
            column. Those with *yes* are caused on a node whose maps are files as well (`NODE_MAPS=files tests/node/run-tests`). Made by `UPDATE_FAULTS=1 tests/node/run-tests -class NodeTests.Faults.FaultTests`.

            The condition is what the fault does to the conditions of the node ([conditions.md](conditions.md)): an empty cell says that both stay as they are. No row of a server, of the directory or of a map sets
            `AutomountNodeFault`; where such a row makes the node not ready, it is because a required path is on that server, or sssd has no copy of the maps.

            | no. | scenario | caused by | code | condition | file maps | found | cleared | explained |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """);
        foreach (var scenario in Scenarios)
        {
            var faults = FaultList.All.Where(f => f.Scenario == scenario.Number).ToList();
            foreach (var fault in faults)
            {
                var measured = times(fault);
                var onFiles = FaultList.IsCausedOnFiles(fault) ? "yes" : "";
                page.Append($"| {scenario.Number} | {scenario.Title} | {fault.Name} | `{fault.Code}` | {Condition(fault.Effect)} | ");
                page.Append($"{onFiles} | {Seconds(measured?.Found)} | {Seconds(measured?.Cleared)} | {Explained(fault, measured)} |\n");
            }

            if (faults.Count == 0)
            {
                page.Append($"| {scenario.Number} | {scenario.Title} | {scenario.Shown} | | | | | | |\n");
            }
        }

        return page.ToString();
    }

    private static string Condition(ConditionEffect effect) => effect switch
    {
        ConditionEffect.NotReady => "AutomountReady False",
        ConditionEffect.NodeFault or ConditionEffect.NodeFaultUnlessDirectory => "AutomountNodeFault True, AutomountReady False",
        ConditionEffect.NodeFaultUnlessServer => "AutomountNodeFault Unknown; True after 10 min",
        _ => "",
    };

    private static string Explained(Fault fault, FaultTimes? times)
    {
        var link = fault.Code.StartsWith($"{fault.Blamed}/", StringComparison.Ordinal) ? "" : $" ({fault.Blamed})";
        return $"{Seconds(times?.Explained)}{(fault.Path.Length > 0 ? link : "")}";
    }

    private static string Seconds(TimeSpan? time) => time?.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What was measured of a fault.</summary>
/// <param name="Found">Until it was named.</param>
/// <param name="Cleared">From its cure until all was well.</param>
/// <param name="Explained">How long it took to explain the path that it concerns; null where it concerns none.</param>
public sealed record FaultTimes(TimeSpan Found, TimeSpan Cleared, TimeSpan? Explained);
