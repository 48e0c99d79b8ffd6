namespace NodeTests.Support;

/// <summary>
/// Changes of the maps, as commands: in the main directory server, or in files where the node has those (<see cref="MapSource"/>).
/// </summary>
public static class Ldap
{
    /// <summary>sssd forgets what it has cached: the entries, and the lists that the responder has in memory.</summary>
    public static string Forget => MapSource.IsFiles ? "true" : "sss_cache -A; systemctl kill -s HUP sssd";

    private const string Site = "ou=automount,dc=example,dc=com";

    public static string Dn(string key, string map) => $"cn={key},ou={map},{Site}";

    /// <summary>Adds an entry to a map.</summary>
    public static string Add(string key, string map, string value) => MapSource.IsFiles
        ? $"printf '%s\\n' '{key} {value}' >> /etc/{map}"
        : Run("ldapadd", $"dn: {Dn(key, map)}", "objectClass: automount", $"cn: {key}", $"automountInformation: {value}");

    public static string Delete(string key, string map) => MapSource.IsFiles
        ? $"sed -i '\\|^{key} |d' /etc/{map}"
        : Run("ldapdelete", Dn(key, map));

    /// <summary>A second entry with a key that LDAP does not tell from the first: its name has one more part.</summary>
    public static string Again(string key, string map, string value) => MapSource.IsFiles
        ? Add(key, map, value)
        : Run(
            "ldapadd",
            $"dn: {DnAgain(key, map)}",
            "objectClass: automount",
            $"cn: {key}",
            "description: again",
            $"automountInformation: {value}");

    public static string DeleteAgain(string key, string map) =>
        MapSource.IsFiles ? $"sed -i '${{\\|^{key} |d}}' /etc/{map}" : Run("ldapdelete", DnAgain(key, map));

    /// <summary>Gives an entry another value.</summary>
    public static string Replace(string key, string map, string value) => MapSource.IsFiles
        ? $"sed -i 's|^{key} .*|{key} {value}|' /etc/{map}"
        : Modify(key, map, "replace", "automountInformation", value);

    /// <summary>Changes one attribute of an entry: <c>add</c>, <c>delete</c> or <c>replace</c>.</summary>
    public static string Modify(string key, string map, string change, string attribute, string value) => Run(
        "ldapmodify", $"dn: {Dn(key, map)}", "changetype: modify", $"{change}: {attribute}", $"{attribute}: {value}");

    private static string DnAgain(string key, string map) => $"cn={key}+description=again,ou={map},{Site}";

    private static string Run(string command, params string[] lines) =>
        $"printf '%s\\n' {string.Join(' ', lines.Select(line => $"'{line}'"))} | {command} -Q -Y EXTERNAL -H ldapi:///";
}
