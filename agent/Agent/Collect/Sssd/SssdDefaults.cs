using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>Defaults of sssd that changed with its versions, as the installed one has them.</summary>
internal static class SssdDefaults
{
    /// <summary>A provider library has less than 1 MiB.</summary>
    private const int MaxLibrary = 16 * 1024 * 1024;

    private static volatile Seen? last; // The configuration is read in every round, the library changes with an update only.

    /// <summary>
    /// Whether sssd asks for StartTLS where <c>ldap_id_use_start_tls</c> is not set: not up to 2.9, from 2.10 on with the provider ldap
    /// (read in Debian's 2.8.2 and 2.10.1), and a distribution may have changed that. Null when it is not known.
    /// </summary>
    /// <param name="paths">The node.</param>
    /// <param name="provider"><c>ldap</c>, <c>ipa</c> or <c>ad</c>: each has a table of its own.</param>
    public static bool? StartTls(HostPaths paths, string provider)
    {
        var name = provider == "ldap" ? "libsss_ldap_common.so" : $"libsss_{provider}.so";
        var library = paths.SssdLibraries(name).FirstOrDefault(File.Exists);
        return library is null ? null : Read(library);
    }

    private static bool? Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var changedAt = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
            if (last is { } seen && seen.File == file && seen.ChangedAt == changedAt)
            {
                return seen.StartTls;
            }

            if (stream.Length > MaxLibrary)
            {
                return null;
            }

            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var found = CompiledDefault.Find(bytes, "ldap_id_use_start_tls");
            last = new(file, changedAt, found);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Seen(string File, DateTime ChangedAt, bool? StartTls);
}
