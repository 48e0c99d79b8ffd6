using System.Collections.Immutable;

namespace Automount.Findings;

/// <summary>Where in a map or a file a finding points to. Absent members are null.</summary>
/// <param name="Map">Name of the automount map.</param>
/// <param name="Key">Key in that map.</param>
/// <param name="Dn">Distinguished name of the LDAP entry.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line in that file, from 1.</param>
/// <param name="Column">Column in that line, in characters from 1.</param>
public sealed record FindingSource(
    string? Map = null, string? Key = null, string? Dn = null, string? File = null, int? Line = null, int? Column = null);

/// <summary>The text that a finding is about, and the place in it.</summary>
/// <param name="Text">The text as it is written: the value of an entry, or a key; of a long one the part around the fault. Raw text from
/// outside; whoever prints it escapes it.</param>
/// <param name="Column">Where the fault begins, in characters from 1.</param>
public sealed record Excerpt(string Text, int Column);

/// <summary>Why a finding is there.</summary>
/// <param name="Code">Code of the finding that it directly follows from.</param>
/// <param name="Subject">Subject of that finding.</param>
/// <param name="Root">Code of the finding that the causes begin with; <paramref name="Code"/> when that one follows from nothing.</param>
public sealed record Cause(string Code, string Subject, string Root);

/// <summary>
/// Something that is wrong with one subject, as a rule says it. Two findings are the same thing seen twice when code, subject and fault
/// are equal.
/// </summary>
public sealed record Finding
{
    /// <summary>What kind of fault this is.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>What it is about: a server, a map, a path, a unit. Raw text from outside; whoever prints it escapes it.</summary>
    public required string Subject { get; init; }

    /// <summary>One sentence for a person: what is wrong and what it breaks. No newline, no credential.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it. Null means the remedy of the <see cref="Kind"/>.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where it was found, when there is such a place.</summary>
    public FindingSource? Source { get; init; }

    /// <summary>The offending text, when there is one.</summary>
    public Excerpt? Excerpt { get; init; }

    /// <summary>The automount root that it breaks, when there is one (journal field <c>AUTOMOUNT_ROOT</c>).</summary>
    public string? Root { get; init; }

    /// <summary>The NFS server, as the map writes it (journal field <c>AUTOMOUNT_SERVER</c>).</summary>
    public string? Server { get; init; }

    /// <summary>The path that it breaks (journal field <c>AUTOMOUNT_PATH</c>).</summary>
    public string? Path { get; init; }

    /// <summary>The domain of sssd that it is about, when there is one.</summary>
    public string? Domain { get; init; }

    /// <summary>The pods that it hits, as <c>namespace/name</c> (journal field <c>AUTOMOUNT_POD</c>); the first ones of many.</summary>
    public ImmutableArray<string> Pods { get; init; } = [];

    /// <summary>The finding that it follows from; null when it stands for itself. Rules leave it; <c>Consequences</c> fills it.</summary>
    public Cause? Cause { get; init; }

    /// <summary>Code of the finding at the root of its causes; null when it stands for itself.</summary>
    public string? FollowsFrom => Cause?.Root;

    /// <summary>When it was first seen without a break since. Rules leave it; <c>FindingHistory</c> fills it.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Set where it matters less than its <see cref="Kind"/>, because nobody suffers from it now.</summary>
    public Severity? Reduced { get; init; }

    /// <summary>How much it matters.</summary>
    public Severity Severity => Reduced ?? Kind.Severity;

    /// <summary>Which of several faults with one code and subject it is; 0 where there can be but one. It is compared only.</summary>
    public int Fault { get; init; }

    /// <summary>What makes two findings the same one.</summary>
    public (string Code, string Subject) Identity => (Kind.Code, Fault == 0 ? Subject : $"{Subject}\n{Fault}");

    /// <summary>Whether it has a code and is about a subject.</summary>
    public bool Is(string code, string subject) => Kind.Code == code && Subject == subject;

    /// <summary>The remedy to show.</summary>
    public string WhatToDo => Remedy ?? Kind.Remedy;

    /// <summary>The same finding on a clock that is ahead by so much.</summary>
    public Finding MovedBy(TimeSpan step) => this with { Since = Since + step };
}
