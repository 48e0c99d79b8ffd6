using System.Collections.Frozen;

namespace AutomountAgent.Output.Journal;

/// <summary>
/// Which properties of a log event become fields of a journal entry (systemd.journal-fields(7)). All others stay in the message.
/// </summary>
internal static class JournalFields
{
    public const string MessageId = "MessageId";
    public const string Change = "Change";
    public const string Code = "Code";
    public const string Link = "Link";
    public const string Severity = "Severity";
    public const string Root = "Root";
    public const string Map = "Map";
    public const string Key = "Key";
    public const string Server = "Server";
    public const string Path = "Path";
    public const string Pod = "Pod";
    public const string Remedy = "Remedy";

    /// <summary>Field by property.</summary>
    public static readonly FrozenDictionary<string, string> ByProperty = new Dictionary<string, string>
    {
        [MessageId] = "MESSAGE_ID",
        [Change] = "AUTOMOUNT_CHANGE",
        [Code] = "AUTOMOUNT_CODE",
        [Link] = "AUTOMOUNT_LINK",
        [Severity] = "AUTOMOUNT_SEVERITY",
        [Root] = "AUTOMOUNT_ROOT",
        [Map] = "AUTOMOUNT_MAP",
        [Key] = "AUTOMOUNT_KEY",
        [Server] = "AUTOMOUNT_SERVER",
        [Path] = "AUTOMOUNT_PATH",
        [Pod] = "AUTOMOUNT_POD",
        [Remedy] = "AUTOMOUNT_REMEDY",
    }.ToFrozenDictionary();
}
