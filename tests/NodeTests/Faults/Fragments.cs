namespace NodeTests.Faults;

/// <summary>Commands and consequences that several faults share.</summary>
internal static class Fragments
{
    public const string RestoreSssd = "cp -p /run/sssd.conf.good /etc/sssd/sssd.conf; systemctl restart sssd";

    public const string RestoreAgent = "rm /etc/automount-agent/agent.conf.d/90-fault.conf; systemctl reload automount-agent";

    /// <summary>What an LDAP server that is gone brings with it, at once or after a while.</summary>
    public static readonly string[] Offline = ["sssd/domain-offline", "sssd/map-offline", "directory/server-down"];

    /// <summary>Restarting sssd leaves a moment without it.</summary>
    public static readonly string[] Restarted = [.. Offline, "sssd/stopped", "sssd/responder-down", "sssd/config-newer", "sssd/infopipe-unavailable"];

    /// <summary>Restarting automount leaves a moment without it.</summary>
    public static readonly string[] AutofsRestarted = ["automount/stopped", "automount/root-missing", "automount/root-catatonic", "mount/required-blocked", "mount/trigger-failed"];

    /// <summary>What hangs on a server that is gone.</summary>
    public static readonly string[] Hanging =
        ["mount/hung", "mount/required-hung", "mount/required-blocked", "mount/trigger-failed", "server/hung", "server/refused", "server/unreachable"];

    /// <summary>Runs sssd with another configuration.</summary>
    public static string Sssd(string edit) =>
        $"cp -p /etc/sssd/sssd.conf /run/sssd.conf.good && sed -i '{edit}' /etc/sssd/sssd.conf && systemctl restart sssd";

    /// <summary>Runs the agent with one more piece of configuration.</summary>
    public static string Agent(string lines) =>
        $"printf '{lines}\\n' > /etc/automount-agent/agent.conf.d/90-fault.conf; systemctl reload automount-agent";
}
