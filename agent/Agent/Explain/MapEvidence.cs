using Automount.Maps;
using Automount.Text;
using AutomountAgent.Derive;

namespace AutomountAgent.Explain;

/// <summary>Which entries lead from the master map to the location of a path, or where the way ends. Pure.</summary>
internal static class MapEvidence
{
    private const int MaxNearest = 3;

    /// <summary>The entry of the master map, the key, and what it mounts.</summary>
    public static string Of(PathResolution found)
    {
        if (found is not { Root: { } root, Record: { } record, Mount: { } mount })
        {
            return found.Message;
        }

        var place = Place(record) is { Length: > 0 } where ? $" ({where})" : "";
        var from = string.Join(" ", mount.Locations.Select(l => $"{string.Join(',', l.Hosts.Select(h => h.Name))}:{l.Path}"));
        var options = mount.Options.Length == 0 ? "" : $" with {Credentials.Mask(mount.Options, mount.Options)}";
        return $"{root.MountPoint} is {root.Map}; {found.Map} has {Key(found, record)}{place}: {found.MountPoint} is {from}{options}";
    }

    /// <summary>Where the way ends, with the names that come near, and how long automount remembers it.</summary>
    public static string OfFailure(PathResolution found, NodeState state)
    {
        if (found.Step != ResolutionStep.KeyMissing)
        {
            return found.Message;
        }

        var memory = state.Automount?.Seen is { } automount
            ? $"; automount remembers a key that it did not find for {automount.NegativeTimeout.TotalSeconds:0} s"
            : "";
        var keys = state.Maps.Find(found.Map!)?.Entries.Select(entry => entry.Key) ?? [];
        var near = NearNames.Of(found.Key!, keys, MaxNearest);
        return near.Count == 0 ? found.Message + memory : $"{found.Message}; near it: {string.Join(", ", near)}{memory}";
    }

    /// <summary>What to do about the step that fails.</summary>
    public static string WhatToDo(PathResolution found) => found.Step switch
    {
        ResolutionStep.KeyMissing =>
            $"Add the key to {found.Map}, or correct the path. Then wait for the negative timeout, or reload automount.",
        ResolutionStep.NotBelowRoot =>
            "Use a path below a mount point of the master map, or add one: automount -m shows what automount has.",
        ResolutionStep.MapMissing => $"Create the map {found.Map}, or correct its name in the master map.",
        ResolutionStep.OffsetMissing => "Use an offset of the entry, or add one to it.",
        _ => "Correct the entry: automount-agent validate shows where.",
    };

    private static string Key(PathResolution found, MapRecord record) => record.Key switch
    {
        _ when record.Key == found.Key => $"key {found.Key}",
        "*" => $"the wildcard for {found.Key}",
        _ => $"the key / for {found.Key}",
    };

    private static string Place(MapRecord record) => record switch
    {
        { Dn: { } dn } => dn,
        { File: { } file, Line: > 0 } => $"{file}:{record.Line}",
        _ => "",
    };
}
