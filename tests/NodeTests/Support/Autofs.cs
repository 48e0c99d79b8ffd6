namespace NodeTests.Support;

/// <summary>
/// Commands for automount. 5.1.8 sometimes dies of SIGSEGV or SIGABRT on a reload that takes a mount point away, or that cannot make its
/// directory: 1 time in 10 here, without the agent as well. That is another fault than the one that a test is about.
/// </summary>
public static class Autofs
{
    /// <summary>Starts it, and takes away the mount points that no daemon serves any more: it takes over those of its maps alone.</summary>
    public const string StartAgain =
        "systemctl reset-failed autofs; systemctl start autofs; pid=$(systemctl show -P MainPID autofs); " +
        "awk -v \"own=pgrp=$pid,\" '/ - autofs / && !/pgrp=1,/ && !index($0, own) {print $5}' /proc/self/mountinfo | xargs -r umount -l";

    /// <summary>Starts it again where it has died.</summary>
    public const string Live = $"if systemctl -q is-failed autofs; then {StartAgain}; fi";

    /// <summary>Lets it read its master map again, and waits for what comes of that.</summary>
    public static string Reload(string until) => $"systemctl reload autofs; {Shell.Until($"{{ {Live}; {until}; }}", 20)}";
}
