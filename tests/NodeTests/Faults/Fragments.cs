using NodeTests.Support;

namespace NodeTests.Faults;

/// <summary>Commands and consequences that several faults share.</summary>
internal static class Fragments
{
    /// <summary>The map of /scratch as the master map names it.</summary>
    public static readonly string ScratchMap = MapSource.Map("auto.scratch");

    public const string RestoreSssd = "cp -p /run/sssd.conf.good /etc/sssd/sssd.conf; systemctl restart sssd";

    public const string RestoreAgent = "rm /etc/automount-agent/agent.conf.d/90-fault.conf; systemctl reload automount-agent";

    /// <summary>Restarting sssd leaves a moment without it, and then one in which it has not reached LDAP yet.</summary>
    public static readonly string[] Restarted =
    [
        "directory/server-down",
        "sssd/domain-offline",
        "sssd/map-offline",
        "sssd/stopped",
        "sssd/responder-down",
        "sssd/config-newer",
        "sssd/infopipe-unavailable",
    ];

    /// <summary>Restarting automount leaves a moment without it.</summary>
    public static readonly string[] AutofsRestarted =
        ["automount/stopped", "automount/root-missing", "automount/root-catatonic", "mount/required-blocked", "mount/trigger-failed"];

    /// <summary>The ways in which a server that goes away, or comes back, fails one after the other.</summary>
    public static readonly string[] ServerStates = ["server/hung", "server/refused", "server/unreachable"];

    /// <summary>Runs sssd with another configuration.</summary>
    public static string Sssd(string edit) =>
        $"cp -p /etc/sssd/sssd.conf /run/sssd.conf.good && sed -i '{edit}' /etc/sssd/sssd.conf && systemctl restart sssd";

    /// <summary>Runs the agent with one more piece of configuration.</summary>
    public static string AgentWith(string lines) =>
        $"printf '{lines}\\n' > /etc/automount-agent/agent.conf.d/90-fault.conf; systemctl reload automount-agent";
}
