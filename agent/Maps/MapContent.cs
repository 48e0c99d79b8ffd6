using System.Collections.Immutable;

namespace AutomountAgent.Maps;

/// <summary>One party's copy of one automount map, unparsed.</summary>
/// <param name="Name">Name of the map, for example <c>auto.home</c>.</param>
/// <param name="Dn">Distinguished name of the map object, when it comes from LDAP.</param>
/// <param name="Entries">Its entries, in the order in which the party gave them.</param>
public sealed record MapContent(string Name, string? Dn, ImmutableArray<MapRecord> Entries);

/// <summary>One key and its value, unparsed, as automount would see them.</summary>
/// <param name="Key">The key: a path component, an absolute path, or a wildcard (<c>*</c> or <c>/</c>).</param>
/// <param name="Value">The entry (autofs(5)); of a master map: the map and its options (auto.master(5)).</param>
/// <param name="Dn">Distinguished name of the LDAP entry, when it comes from LDAP.</param>
public sealed record MapRecord(string Key, string Value, string? Dn = null);
