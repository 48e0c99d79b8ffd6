using System.Collections.Immutable;
using Automount.Maps;
using Automount.Maps.Ldif;

namespace AutomountAgent.Model;

/// <summary>What the LDAP servers of every sssd domain with an LDAP automount provider answered.</summary>
/// <param name="Domains">One per domain, in the order of sssd.conf.</param>
internal sealed record DirectorySnapshot(ImmutableArray<DomainDirectory> Domains);

/// <summary>The directory of one sssd domain.</summary>
/// <param name="Domain">Name of the domain in sssd.conf.</param>
/// <param name="SearchBase">Base below which the maps are looked for.</param>
/// <param name="MasterMap">Name of the master map that was looked for.</param>
/// <param name="Servers">Every server that was tried, in the order of sssd.conf, with what came of it.</param>
/// <param name="Outcome">The outcome of the read: that of the first server that answered, else that of the last one tried.</param>
/// <param name="Detail">What libldap or the server said, for a person; empty when all is well. Holds no credential.</param>
/// <param name="Maps">The maps as LDAP holds them (master map included); empty unless <paramref name="Outcome"/> is
/// <see cref="DirectoryOutcome.Answered"/>.</param>
/// <param name="MapsReadAt">When <paramref name="Maps"/> were last read in full; null when never.</param>
internal sealed record DomainDirectory(
    string Domain,
    string SearchBase,
    string MasterMap,
    ImmutableArray<DirectoryServer> Servers,
    DirectoryOutcome Outcome,
    string Detail,
    ImmutableArray<MapContent> Maps,
    DateTimeOffset? MapsReadAt)
{
    /// <summary>The schema with which the maps were looked for; null when nobody looked.</summary>
    public AutofsSchema? Schema { get; init; }

    /// <summary>
    /// The last time at which <see cref="Maps"/> were what LDAP held: when they were read, or the server said that nothing was written
    /// since.
    /// </summary>
    public DateTimeOffset? MapsCurrentAt { get; init; } = MapsReadAt;

    /// <summary>
    /// What the server said to the page size of sssd.conf, and how the maps were read instead; null when they were read with it.
    /// </summary>
    public string? PageProblem { get; init; }

    /// <summary>Maps of which one search base has two objects: sssd cannot list them.</summary>
    public ImmutableArray<DuplicateMap> Duplicates { get; init; } = [];
}

/// <summary>Two map objects of one name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Dn">DN of the first, from which keys are taken.</param>
/// <param name="OtherDn">DN of the other.</param>
internal sealed record DuplicateMap(string Name, string Dn, string OtherDn);

/// <summary>One LDAP server and what came of asking it.</summary>
/// <param name="Uri">URI as sssd.conf writes it.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Detail">What libldap or the server said.</param>
internal sealed record DirectoryServer(string Uri, DirectoryOutcome Outcome, string Detail);

/// <summary>What came of asking a directory; distinguished, because the remedy differs.</summary>
internal enum DirectoryOutcome
{
    /// <summary>It answered, and what was asked for is there.</summary>
    Answered,

    /// <summary>The server's name does not resolve.</summary>
    Unresolvable,

    /// <summary>The connection was refused (RST): nothing listens.</summary>
    Refused,

    /// <summary>No TCP connection within the deadline, or no route.</summary>
    Unreachable,

    /// <summary>TCP connects, but LDAP answers nothing within the deadline.</summary>
    NoAnswer,

    /// <summary>TLS could not be set up (certificate, CA, StartTLS refused).</summary>
    TlsFailed,

    /// <summary>There is no Kerberos ticket to bind with: keytab, KDC, realm, clock.</summary>
    KerberosFailed,

    /// <summary>The bind was refused: invalidCredentials (49) or the like.</summary>
    BadCredentials,

    /// <summary>The search base does not exist: noSuchObject (32).</summary>
    BaseMissing,

    /// <summary>The base exists, but holds no master map that the configured object class and attribute names can see.</summary>
    MapMissing,

    /// <summary>The server cut the answer short: sizeLimitExceeded (4) in spite of paging.</summary>
    SizeLimit,

    /// <summary>The server holds more entries or bytes than this agent takes.</summary>
    TooLarge,

    /// <summary>Anything else; see the detail.</summary>
    Failed,
}

/// <summary>What an outcome says about a directory as a whole.</summary>
internal static class DirectoryOutcomes
{
    extension(DirectoryOutcome outcome)
    {
        /// <summary>
        /// The server is alive and speaks for the directory, so the next one would say the same. With
        /// <see cref="DirectoryOutcome.SizeLimit"/> and <see cref="DirectoryOutcome.TooLarge"/> it does, although what was read is not all.
        /// </summary>
        public bool IsFinal => outcome.IsComplete || outcome is DirectoryOutcome.SizeLimit or DirectoryOutcome.TooLarge;

        /// <summary>
        /// What the directory holds is known, be it nothing: a map that is not among its maps does not exist. Not so with
        /// <see cref="DirectoryOutcome.SizeLimit"/>: a part of the maps looks like all of them, and earlier copies stay.
        /// </summary>
        public bool IsComplete => outcome
            is DirectoryOutcome.Answered or DirectoryOutcome.MapMissing or DirectoryOutcome.BaseMissing;
    }
}
