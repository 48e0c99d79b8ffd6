using System.Runtime.InteropServices;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>What the errno of libsss_autofs means, with protocol 1 (sssd: sss_autofs.c, common.c).</summary>
/// <param name="Map">For the map that was asked for.</param>
/// <param name="Responder">For the responder.</param>
internal readonly record struct ResponderErrno(SssdMapOutcome Map, ResponderOutcome Responder)
{
    /// <summary>Classifies an errno.</summary>
    /// <param name="errno">Of <c>_sss_setautomntent</c> or <c>_sss_getautomntent_r</c>, zero when the whole map was read.</param>
    /// <param name="socketExists">Whether the responder's socket is there; without it, the library answers ENOENT for every map.</param>
    public static ResponderErrno Classify(int errno, bool socketExists) => errno switch
    {
        0 => new(SssdMapOutcome.Read, ResponderOutcome.Answers),
        ENOENT when socketExists => new(SssdMapOutcome.Missing, ResponderOutcome.Answers),
        ENOENT or ECONNREFUSED => new(SssdMapOutcome.NotRead, ResponderOutcome.NotRunning),
        EHOSTDOWN => new(SssdMapOutcome.Offline, ResponderOutcome.Answers),
        EINVAL => new(SssdMapOutcome.NotRead, ResponderOutcome.NotAsked), // Refused by the library: not a name that a map can have.
        EFBIG => new(SssdMapOutcome.NotRead, ResponderOutcome.Answers), // The agent's own bound on a map.
        ETIME or ETIMEDOUT => new(SssdMapOutcome.NotRead, ResponderOutcome.Hung),
        _ => new(SssdMapOutcome.NotRead, ResponderOutcome.Failed),
    };

    /// <summary>
    /// Whether the connection broke in mid call, as it does when sssd restarts, or the reply was cut short (EIO, ENOMEM): the next call
    /// makes a new one.
    /// </summary>
    public static bool IsWorthARetry(int errno) => errno is EPIPE or EBUSY or EBADMSG or EIO or ENOMEM;

    /// <summary>What an errno is called; sssd has some of its own.</summary>
    public static string Text(int errno) => errno == MoreThanOneEntry
        ? $"sssd has more than one entry for the key ({errno}): delete the duplicate in LDAP, then have the map listed: automount -m"
        : Marshal.GetPInvokeErrorMessage(errno);

    /// <summary>sssd's own "Internal Error", which a look-up gives where its cache has two entries for the key.</summary>
    private const int MoreThanOneEntry = 1432158209;

    private const int ENOENT = 2;
    private const int EIO = 5;
    private const int ENOMEM = 12;
    private const int EBUSY = 16;
    private const int EINVAL = 22;
    private const int EFBIG = 27;
    private const int EPIPE = 32;
    private const int ETIME = 62;
    private const int EBADMSG = 74;
    private const int ETIMEDOUT = 110;
    private const int ECONNREFUSED = 111;
    private const int EHOSTDOWN = 112;
}
