using System.Globalization;
using AutomountAgent.Model;

namespace AutomountAgent.Explain;

/// <summary>What a user may do in an exported directory by its permission bits, as its server told them. Pure.</summary>
internal static class PermissionEvidence
{
    private const uint Read = 4;
    private const uint Write = 2;
    private const uint Enter = 1;

    /// <summary>What the server told of the directory.</summary>
    public static string Of(DirectoryAttributes directory) =>
        $"its directory has mode {Octal(directory.Mode)}, owner {directory.Owner}, group {directory.Group}";

    /// <summary>Whether a user may enter the directory and list it, and a clause about it; null when that cannot be known.</summary>
    /// <param name="directory">What the server told; null when it did not.</param>
    /// <param name="user">User id.</param>
    /// <param name="group">Group id; null for none.</param>
    public static (bool? MayUse, string Text) Of(DirectoryAttributes? directory, uint user, uint? group)
    {
        if (directory is null)
        {
            return (null, $"the permissions of user {user} are not known: the server did not tell those of the directory");
        }

        if (user == 0)
        {
            return (null, "whether root may use it depends on root_squash of the export, which a server does not tell");
        }

        if (!IsNumber(directory.Owner) || (group is not null && !IsNumber(directory.Group)))
        {
            return (null, $"the permissions of user {user} are not known: the server tells names of owners, not numbers");
        }

        var bits = Bits(directory, user, group);
        string[] may = [.. Names(bits)];
        var list = may.Length == 0 ? "nothing" : string.Join(", ", may);
        var beyond = group is null ? "ACLs and groups" : "ACLs and further groups";
        var mayUse = (bits & (Read | Enter)) == (Read | Enter);
        return (mayUse, $"user {user} may there: {list} (by the mode alone; {beyond} were not looked at)");
    }

    private static uint Bits(DirectoryAttributes directory, uint user, uint? group)
    {
        if (Is(directory.Owner, user))
        {
            return (directory.Mode >> 6) & 7;
        }

        return group is { } id && Is(directory.Group, id) ? (directory.Mode >> 3) & 7 : directory.Mode & 7;
    }

    private static IEnumerable<string> Names(uint bits)
    {
        if ((bits & Read) != 0)
        {
            yield return "list";
        }

        if ((bits & Write) != 0)
        {
            yield return "write";
        }

        if ((bits & Enter) != 0)
        {
            yield return "enter";
        }
    }

    /// <summary>Owners are numbers as text where the server uses AUTH_SYS without a mapping of names (RFC 8881, section 5.9).</summary>
    private static bool Is(string owner, uint id) =>
        uint.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == id;

    private static bool IsNumber(string owner) => uint.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Octal(uint mode) => "0" + Convert.ToString(mode & 0xFFF, 8);
}
