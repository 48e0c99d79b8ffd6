namespace AutomountAgent.Model;

/// <summary>What came of one remedy.</summary>
/// <param name="Name">Its key in <c>[remedies]</c>: <see cref="StaleUmount"/> or <see cref="SssdExpire"/>.</param>
/// <param name="Target">The mount point or the map that it was for.</param>
/// <param name="Result"><c>done</c>, <c>dry-run</c> (it would have been done), <c>held</c> (the mount is in use or has changed) or
/// <c>failed</c>.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record Remedy(string Name, string Target, string Result, string Detail)
{
    /// <summary>Lazy unmount of a stale mount.</summary>
    public const string StaleUmount = "stale-umount";

    /// <summary>Expiry of a map in the cache of sssd.</summary>
    public const string SssdExpire = "sssd-expire";
}
