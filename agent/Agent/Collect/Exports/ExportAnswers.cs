using Automount.Nfs;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Exports;

/// <summary>What the status codes of a server say of an export. Pure.</summary>
internal static class ExportAnswers
{
    private const uint AuthSys = 1;
    private const int MaxShownName = 128;

    /// <summary>The answer of NFS version 4.</summary>
    /// <param name="found">What the server found.</param>
    /// <param name="names">The names that were looked for.</param>
    /// <param name="version">Version in use, as <c>4.2</c>.</param>
    /// <param name="isPrivileged">Whether the source port was below 1024.</param>
    public static ExportAnswer Of(Nfs4Found found, IReadOnlyList<string> names, string version, bool isPrivileged)
    {
        ExportAnswer Answer(ExportOutcome outcome, string detail) => new(outcome, version, detail);
        var place = "/" + string.Join('/', names.Take(found.Names));
        var next = found.Names < names.Count ? names[found.Names] : "";
        return found.Status switch
        {
            Nfs4Status.Ok when found.IsDirectory => Answer(ExportOutcome.Exists, "") with { Directory = Directory(found.Attributes) },
            Nfs4Status.Ok => Answer(ExportOutcome.NotDirectory, $"{Shown(place)} is not a directory."),
            Nfs4Status.NoEntry => Answer(
                ExportOutcome.Missing, $"The server shows this node no {Shown(next)} in {Shown(place)}: it is not there, or not exported."),
            Nfs4Status.NotDirectory => Answer(ExportOutcome.NotDirectory, $"{Shown(place)} is not a directory."),
            Nfs4Status.Access => Answer(ExportOutcome.Denied, $"The server denies {Shown(place)} to this node (NFS4ERR_ACCESS)."),
            Nfs4Status.Permission when isPrivileged => Answer(ExportOutcome.Denied, "The server denies the call (NFS4ERR_PERM)."),
            Nfs4Status.Permission =>
                Answer(ExportOutcome.NeedsPrivilegedPort, "The server denies the call, which came from a port above 1023."),
            Nfs4Status.WrongSecurity =>
                Answer(ExportOutcome.NeedsSecurity, "The server wants another security flavor than AUTH_SYS (sec=)."),
            Nfs4Status.Moved => Answer(ExportOutcome.Referral, $"The server refers to another one below {Shown(place)}."),
            Nfs4Status.NameTooLong or Nfs4Status.BadName or Nfs4Status.BadCharacter or Nfs4Status.Invalid => Answer(
                ExportOutcome.Missing, $"The server does not take the name {Shown(next)}."),
            Nfs4Status.Symlink =>
                Answer(ExportOutcome.Unknown, $"{Shown(place)} is a symbolic link on the server, which was not followed."),
            Nfs4Status.TooManyOperations or Nfs4Status.Resource => Answer(
                ExportOutcome.Unknown, $"The path has {names.Count} names, more than the server takes in one call."),
            Nfs4Status.Delay => Answer(ExportOutcome.Unknown, "The server asks to come later (NFS4ERR_DELAY)."),
            _ => Answer(ExportOutcome.Unknown, $"The server answers with NFS4 status {(uint)found.Status}."),
        };
    }

    /// <summary>The answer of MOUNT version 3.</summary>
    /// <param name="status">The status.</param>
    /// <param name="flavors">The security flavors of the export, when the status is OK.</param>
    /// <param name="isPrivileged">Whether the source port was below 1024.</param>
    public static ExportAnswer Of(Mount3Status status, IReadOnlyCollection<uint> flavors, bool isPrivileged)
    {
        static ExportAnswer Answer(ExportOutcome outcome, string detail) => new(outcome, "3", detail);
        return status switch
        {
            Mount3Status.Ok when flavors.Count == 0 || flavors.Contains(AuthSys) => Answer(ExportOutcome.Exists, ""),
            Mount3Status.Ok => Answer(ExportOutcome.NeedsSecurity, "The server wants another security flavor than AUTH_SYS (sec=)."),
            Mount3Status.NoEntry => Answer(ExportOutcome.Missing, "mountd does not know the path (MNT3ERR_NOENT)."),
            Mount3Status.NotDirectory => Answer(ExportOutcome.NotDirectory, "The path is not a directory (MNT3ERR_NOTDIR)."),
            Mount3Status.Access or Mount3Status.Permission when isPrivileged => Answer(
                ExportOutcome.Denied, "mountd denies the path to this node: it is not exported, or not to this node (MNT3ERR_ACCES)."),
            Mount3Status.Access or Mount3Status.Permission => Answer(
                ExportOutcome.NeedsPrivilegedPort,
                "mountd denies the call, which came from a port above 1023: that, or no export to this node, is the reason " +
                "(MNT3ERR_ACCES)."),
            Mount3Status.NameTooLong => Answer(ExportOutcome.Missing, "mountd does not take so long a path (MNT3ERR_NAMETOOLONG)."),
            _ => Answer(ExportOutcome.Unknown, $"mountd answers with MOUNT status {(uint)status}."),
        };
    }

    private static DirectoryAttributes? Directory(Nfs4Attributes? told) =>
        told is null ? null : new(told.Mode, Shown(told.Owner), Shown(told.Group));

    private static string Shown(string name) => Printable.Escape(name, MaxShownName);
}
