using System.Text;
using Automount.Text;

namespace AutomountPackaging.Emit;

/// <summary>
/// Passwords in the files of sssd. Whatever a MachineConfig holds can be read by everybody who may read MachineConfigs, and is in the
/// pushed image as well. Pure; no message quotes what was found.
/// </summary>
internal static class SssdPasswords
{
    /// <summary>The entries that hold a password (sssd-ldap(5), sssd-idp(5), sssd-secrets(5)).</summary>
    public static IEnumerable<IniEntry> In(InputFile file) =>
        IniFile.Parse(file.Text, file.Path).Entries.Where(e => Credentials.IsKey(e.Key));

    /// <summary>The file without these entries and the lines that continue them; the file itself when it has none.</summary>
    public static InputFile TakeOut(InputFile file)
    {
        var starts = In(file).Select(e => e.Line).ToHashSet();
        if (starts.Count == 0)
        {
            return file;
        }

        var kept = new List<string>();
        var isInside = false;
        foreach (var (index, line) in file.Text.Split('\n').Index())
        {
            isInside = starts.Contains(index + 1) || (isInside && line is [' ' or '\t', ..]);
            if (!isInside)
            {
                kept.Add(line);
            }
        }

        var text = string.Join('\n', kept);
        return new InputFile(file.Path, Encoding.UTF8.GetBytes(text), text);
    }
}
