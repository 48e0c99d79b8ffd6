using System.Collections;
using System.Globalization;
using Automount.Files;
using AutomountAgent.Collect.Autofs;
using AutomountAgent.Interop;

namespace AutomountAgent.Collect.Programs;

/// <summary>
/// What automount puts into the environment of a program map: the variables of the node, those of the master map's entry, and those of the
/// user who asks with <c>AUTOFS_</c> in front, unless <c>force_standard_program_map_env</c> is set (autofs.conf(5)). Here the user is
/// the one who runs the command.
/// </summary>
internal static class ProgramEnvironment
{
    private const string Prefix = "AUTOFS_";
    private const int MaxGroups = 1 << 20;

    /// <summary>The environment, as <c>name=value</c>.</summary>
    /// <param name="ofEntry">Variables that the entry of the master map defines.</param>
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, string> ofEntry)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
        {
            all[(string)own.Key] = (string)own.Value!;
        }

        var node = NodeFactsReader.Variables;
        foreach (var (name, value) in node.Concat(OfUser(node.GetValueOrDefault("SHOST", ""))).Concat(ofEntry))
        {
            all[name] = value;
        }

        return all.Select(v => $"{v.Key}={v.Value}");
    }

    private static IEnumerable<KeyValuePair<string, string>> OfUser(string shortHost)
    {
        var (uid, gid) = (LibC.GetEffectiveUserId(), LibC.GetEffectiveGroupId());
        yield return new(Prefix + "UID", uid.ToString(CultureInfo.InvariantCulture));
        yield return new(Prefix + "GID", gid.ToString(CultureInfo.InvariantCulture));
        yield return new(Prefix + "USER", Environment.UserName);
        yield return new(Prefix + "GROUP", GroupName(gid));
        yield return new(Prefix + "HOME", Environment.GetEnvironmentVariable("HOME") ?? "/");
        yield return new(Prefix + "SHOST", shortHost);
    }

    /// <summary>The name in /etc/group; the number for a group that is elsewhere.</summary>
    private static string GroupName(uint gid)
    {
        var number = gid.ToString(CultureInfo.InvariantCulture);
        try
        {
            return GuardedFile.ReadText("/etc/group", MaxGroups)
                .Split('\n')
                .Select(line => line.Split(':'))
                .FirstOrDefault(fields => fields.Length > 2 && fields[2] == number)?[0] ?? number;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return number;
        }
    }
}
