namespace AutomountAgent.Model;

/// <summary>Whether a server exports a path to this node.</summary>
internal enum ExportOutcome
{
    /// <summary>A directory is there, and may be mounted with AUTH_SYS.</summary>
    Exists,

    /// <summary>It is there, and wants a security flavor that was not tried, as <c>sec=krb5</c> has.</summary>
    NeedsSecurity,

    /// <summary>It is not there, or the server does not show it to this node: NFS version 4 does not tell the two apart.</summary>
    Missing,

    /// <summary>It is there and is not a directory.</summary>
    NotDirectory,

    /// <summary>The server refuses it to this node.</summary>
    Denied,

    /// <summary>The server refuses calls from ports above 1023, and this process may not use a lower one.</summary>
    NeedsPrivilegedPort,

    /// <summary>It is on another server (a referral).</summary>
    Referral,

    /// <summary>It could not be found out.</summary>
    Unknown,
}

/// <summary>An answer to the question whether a server exports a path.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Version">Version of NFS with which it was found: <c>4.2</c>, <c>3</c>; empty when none answered.</param>
/// <param name="Detail">What there is to say besides, a sentence; empty when it exists.</param>
internal sealed record ExportAnswer(ExportOutcome Outcome, string Version, string Detail)
{
    /// <summary>The server does not give the path to this node.</summary>
    public bool IsRefusal => Outcome is ExportOutcome.Missing or ExportOutcome.NotDirectory or ExportOutcome.Denied;

    /// <summary>What the server told of the directory; null when it did not: MOUNT version 3 has no such answer.</summary>
    public DirectoryAttributes? Directory { get; init; }
}

/// <summary>Permission bits and owners of a directory, as an NFS server told them.</summary>
/// <param name="Mode">Permission bits, as in chmod(2).</param>
/// <param name="Owner">Its owner: a number as text, or <c>name@domain</c>; control characters are escaped.</param>
/// <param name="Group">Its group, in the same way.</param>
internal sealed record DirectoryAttributes(uint Mode, string Owner, string Group);
