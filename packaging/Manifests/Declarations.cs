using System.Text.RegularExpressions;

namespace AutomountPackaging.Manifests;

/// <summary>
/// What a set of manifests says about the world outside of it, in comments of any of its files: <c># automount-packaging: declare pool
/// NAME...</c>, <c>declare ldap-map NAME...</c> or <c>declare directory /PATH...</c>.
/// </summary>
/// <param name="Pools">MachineConfigPools that the cluster has already.</param>
/// <param name="LdapMaps">Automount maps that the LDAP directory provides.</param>
/// <param name="Directories">Directories that the base image has.</param>
internal sealed partial record Declarations(IReadOnlySet<string> Pools, IReadOnlySet<string> LdapMaps, IReadOnlySet<string> Directories)
{
    public static Declarations Read(IEnumerable<string> texts)
    {
        var all = texts.SelectMany(t => Declaration().Matches(t))
            .SelectMany(m => m.Groups["name"].Captures.Select(c => (Kind: m.Groups["kind"].Value, Name: c.Value)))
            .ToLookup(d => d.Kind, d => d.Name);
        return new Declarations(all["pool"].ToHashSet(), all["ldap-map"].ToHashSet(), all["directory"].ToHashSet());
    }

    [GeneratedRegex(@"#[ \t]*automount-packaging:[ \t]*declare[ \t]+(?<kind>pool|ldap-map|directory)(?:[ \t]+(?<name>[^\s#]+))+")]
    private static partial Regex Declaration();
}
