using System.Collections.Concurrent;
using Automount.Files;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Sssd;

/// <summary>Defaults of sssd that changed with its versions, as the installed one has them.</summary>
internal static class SssdDefaults
{
    /// <summary>A provider library has less than 1 MiB.</summary>
    private const int MaxLibrary = 16 * 1024 * 1024;

    // The configuration is read in every round, a library changes with an update only. There is one for each provider.
    private static readonly ConcurrentDictionary<string, Seen> Libraries = new(StringComparer.Ordinal);

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
            using var library = GuardedFile.Open(file);
            var changedAt = File.GetLastWriteTimeUtc(library.SafeFileHandle);
            if (Libraries.TryGetValue(file, out var seen) && seen.ChangedAt == changedAt)
            {
                return seen.StartTls;
            }

            if (library.Length > MaxLibrary)
            {
                return null;
            }

            var found = CompiledDefault.Find(GuardedFile.ReadBytes(library, MaxLibrary), "ldap_id_use_start_tls");
            Libraries[file] = new(changedAt, found);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Seen(DateTime ChangedAt, bool? StartTls);
}
