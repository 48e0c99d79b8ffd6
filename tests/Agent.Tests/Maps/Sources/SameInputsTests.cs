using System.Collections.Immutable;
using System.Reflection;
using AgentTests.Support;
using Automount.Maps;
using Automount.Maps.Sources;
using Xunit;

namespace AgentTests.Maps.Sources;

/// <summary>
/// What decides whether the maps are judged anew: a change of any member must be seen, whichever is added to these records.
/// </summary>
public class SameInputsTests
{
    private static readonly MapInputs Inputs = MapInputs.None;

    public static TheoryData<string> Members =>
        [.. Records.SelectMany(r => Settable(r.GetType()).Select(p => $"{r.GetType().Name}.{p.Name}"))];

    private static IEnumerable<object> Records => [EntryContext.Default, NodeFacts.None, LocalMaps.None, Inputs];

    [Theory]
    [MemberData(nameof(Members))]
    public void AChangeOfAnyMemberIsSeen(string member)
    {
        var record = Records.Single(r => member.StartsWith(r.GetType().Name + ".", StringComparison.Ordinal));
        var property = record.GetType().GetProperty(member.Split('.')[1])!;
        var (copy, changed) = (Clone(record), Clone(record));

        property.SetValue(changed, Other(property.PropertyType, property.GetValue(record)));

        Assert.True(IsSame(record, copy));
        Assert.False(IsSame(record, changed));
        Assert.False(IsSame(changed, record));

        // Read again and the same, it is no change, or the maps would be judged anew for ever. The node is compared by instance.
        property.SetValue(copy, Other(property.PropertyType, property.GetValue(record)));
        Assert.Equal(property.PropertyType != typeof(NodeFacts), IsSame(changed, copy));
    }

    [Fact]
    public void WhatWasReadAgainAndIsTheSameIsNoChange()
    {
        Assert.True(Facts().IsSame(Facts()));
        Assert.True(Local().IsSame(Local()));
        Assert.True((Inputs with { Local = Local() }).IsSame(Inputs with { Local = Local() }));

        static NodeFacts Facts() => new()
        {
            Defaults = new EntryContext { Variables = new Dictionary<string, string> { ["SITE"] = "a" } },
            Variables = ImmutableDictionary<string, string>.Empty.Add("ARCH", "x86_64"),
            AmdMounts = [new("/amd", "amd.x", "f", 1)],
            Links = SymbolicLinks.Of([new("/home", "/var/home")]),
            NoDirectories = ["/data"],
            TopDirectories = ["/home"],
            OwnNames = ["node1"],
            FileSystems = ["nfs"],
            HomeTemplates = ["/home/%u"],
            NfsMountSettings = [new(NfsMountScope.Global, "", "soft", "f", 1)],
        };

        static LocalMaps Local() => new([], ["/etc/auto.master.d/x"], ["/etc/auto.x"])
        {
            Programs = ["/etc/auto.net"],
            Unread = [new("/etc/auto.y", "is large", IsFailure: false)],
            Submounts = ["auto.sub"],
            Visited = ["/etc/auto.master"],
            Absent = ["/etc/auto.x"],
        };
    }

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null);

    private static object Clone(object record) =>
        record.GetType().GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!.Invoke(record, [])!;

    private static bool IsSame(object record, object other) =>
        (bool)record.GetType().GetMethod("IsSame", [record.GetType()])!.Invoke(record, [other])!;

    /// <summary>Another value of a type. A type that is not here is a new kind of member: add it.</summary>
    private static object Other(Type type, object? value) => value switch
    {
        bool flag => !flag,
        int number => number + 1,
        string text => text + "x",
        null when type == typeof(bool?) => true,
        SymbolicLinks => SymbolicLinks.Of([new("/x", "/y")]),
        EntryContext context => context with { Options = "x" },
        NodeFacts facts => facts with { IsOstree = true },
        LocalMaps maps => maps with { Missing = ["/etc/auto.x"] },
        ImmutableArray<string> texts => texts.Add("x"),
        ImmutableArray<MapContent> maps => maps.Add(Some.Maps[0]),
        ImmutableArray<UnreadFile> files => files.Add(new("x", "y", true)),
        ImmutableArray<AmdMount> mounts => mounts.Add(new("/amd", "m", "f", 1)),
        ImmutableArray<NssSource> sources => sources.Add("nis"),
        ImmutableArray<NfsMountSetting> settings => settings.Add(new(NfsMountScope.Global, "", "soft", "f", 1)),
        ImmutableHashSet<string> names => names.Add("x"),
        ImmutableSortedSet<string> names => names.Add("x"),
        ImmutableDictionary<string, string> table => table.Add("x", "y"),
        IReadOnlyDictionary<string, string> => new Dictionary<string, string> { ["x"] = "y" },
        _ => throw new NotSupportedException($"{type} is a new type of member: give it another value here"),
    };
}
