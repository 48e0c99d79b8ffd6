using Automount.Catalog;
using Automount.Findings;
using Automount.Maps;

namespace Automount.Lint;

/// <summary>File system types, and what each needs as a source (autofs(5), mount(8), mount.cifs(8)).</summary>
internal static class TypeRules
{
    /// <summary>Checks the types in an entry.</summary>
    public static void Check(in LintedEntry entry, FindingCollector findings)
    {
        if (entry.Entry is null)
        {
            return;
        }

        foreach (var mount in entry.Entry.Mounts)
        {
            switch (mount.Kind)
            {
                case MountKind.Bind:
                    Bind(entry, mount.Locations[0].Path, findings);
                    break;
                case MountKind.Submount:
                    Timeout(entry, mount, findings);
                    break;
                case MountKind.Other:
                    Share(entry, mount, findings);
                    Type(entry, mount.Type, findings);
                    break;
            }
        }
    }

    private static void Bind(in LintedEntry entry, string path, FindingCollector findings)
    {
        var second = path.IndexOf(" :/", StringComparison.Ordinal);
        if (path.StartsWith('/') && second < 0)
        {
            return;
        }

        if (findings.ShouldList(MapEntryFindings.BindSource, entry.Record))
        {
            var what = second < 0
                ? $"is a bind mount of {EntryError.Quote(path)}, which is not a local path"
                : $"is a bind mount with a second source {EntryError.Quote(path[(second + 1)..])}: it can have one";
            Add(entry, findings, MapEntryFindings.BindSource, what, path);
        }
    }

    private static void Timeout(in LintedEntry entry, EntryMount mount, FindingCollector findings)
    {
        const string ignored = "--timeout=";
        var option = mount.Options.Split(',').FirstOrDefault(o => o.StartsWith(ignored, StringComparison.Ordinal));
        if (option is not null && findings.ShouldList(MapMasterFindings.SilentTimeout, entry.Record))
        {
            var message = $"is a submount, in whose options automount ignores {EntryError.Quote(option)}: write "
                + FindingCollector.Escape(option[2..]);
            Add(entry, findings, MapMasterFindings.SilentTimeout, message, option);
        }
    }

    private static void Share(in LintedEntry entry, EntryMount mount, FindingCollector findings)
    {
        var path = mount.Locations[0].Path;
        var isWrong = mount.Type is "cifs" or "smb3" && !path.StartsWith("//", StringComparison.Ordinal);
        if (!isWrong || !findings.ShouldList(MapEntryFindings.CifsSource, entry.Record))
        {
            return;
        }

        var isUrl = path.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && path.AsSpan(0, end).IndexOf('/') < 0;
        var has = isUrl ? "has a URL for a share, which mount.cifs refuses" : $"has {EntryError.Quote(path)} for a share";
        Add(entry, findings, MapEntryFindings.CifsSource, $"{has}: write ://server/share", path);
    }

    private static void Type(in LintedEntry entry, string type, FindingCollector findings)
    {
        var ofNode = entry.Map.Node.FileSystems;
        var isOfNode = ofNode.Contains(type);
        if (isOfNode || FileSystemTypes.OfKernel.Contains(type) || type.StartsWith("fuse.", StringComparison.Ordinal))
        {
            return;
        }

        if (FileSystemTypes.Meant(type) is { } meant)
        {
            if (findings.ShouldList(MapEntryFindings.UnknownType, entry.Record))
            {
                var what = $"has the file system type {EntryError.Quote(type)}, which does not exist; was {meant} meant?";
                Add(entry, findings, MapEntryFindings.UnknownType, what, type);
            }
        }
        else if (!ofNode.IsEmpty && findings.ShouldList(MapEntryFindings.MissingHelper, entry.Record))
        {
            var needs = $"needs the program mount.{FindingCollector.Escape(type)}, which the node does not have";
            Add(entry, findings, MapEntryFindings.MissingHelper, needs, type);
        }
    }

    private static void Add(in LintedEntry entry, FindingCollector findings, FindingKind kind, string what, string text) =>
        findings.Add(kind, entry.Record, $"{entry.Key} of {findings.Map} {what}", entry.Column(text));
}
