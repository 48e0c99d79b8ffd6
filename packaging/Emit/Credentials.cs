using System.Text.RegularExpressions;
using Automount.Text;

namespace AutomountPackaging.Emit;

/// <summary>
/// Finds passwords in files that go to the nodes. Whatever a MachineConfig holds can be read by everybody who may read MachineConfigs, and
/// is in the
/// pushed image as well. Pure; no finding quotes what it found.
/// </summary>
public static partial class Credentials
{
    /// <summary>The keys of sssd.conf that hold one (sssd-ldap(5), sssd-idp(5), sssd-secrets(5)).</summary>
    private static readonly HashSet<string> SssdKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "ldap_default_authtok", "idp_client_secret", "auth_header_value", "password", "http_password",
    };

    /// <summary>The entries of a sssd.conf that hold a password.</summary>
    public static IEnumerable<IniEntry> InSssd(InputFile file) => IniFile.Parse(file.Text, file.Path).Entries.Where(e => SssdKeys.Contains(e.Key));

    /// <summary>The file without the lines of these entries, and the lines that continue them.</summary>
    public static InputFile Without(InputFile file, IEnumerable<IniEntry> entries)
    {
        var starts = entries.Select(e => e.Line).ToHashSet();
        var kept = new System.Text.StringBuilder();
        var number = 0;
        var inside = false;
        foreach (var line in file.Text.Split('\n'))
        {
            number++;
            inside = starts.Contains(number) || (inside && line is [' ' or '\t', ..]);
            if (!inside)
            {
                kept.Append(number > 1 && kept.Length > 0 ? "\n" : "").Append(line);
            }
        }

        var text = kept.ToString();
        return new InputFile(file.Path, System.Text.Encoding.UTF8.GetBytes(text), text);
    }

    /// <summary>The lines, from 1, of any other file that look like a password: a mount option, or a private key.</summary>
    public static IEnumerable<int> InText(InputFile file) =>
        file.Text.Split('\n').Index().Where(l => !l.Item.TrimStart().StartsWith('#') && Suspicious().IsMatch(l.Item)).Select(l => l.Index + 1);

    [GeneratedRegex(@"(?i)\b(pass|password|passwd|secret|authtok)\s*=\s*\S|-----BEGIN [A-Z ]*PRIVATE KEY-----")]
    private static partial Regex Suspicious();
}
