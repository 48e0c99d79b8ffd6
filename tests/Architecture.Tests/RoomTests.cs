using Xunit;

namespace ArchitectureTests;

/// <summary>The built programs against the table of rooms in docs/architecture.md.</summary>
public class RoomTests
{
    [Fact]
    public void EveryFileIsInARoomAndHasItsNamespace()
    {
        Assert.All(Repository.Sources("agent", "packaging"), file =>
        {
            var line = File.ReadLines(Path.Combine(Repository.Root, file)).FirstOrDefault(
                text => text.StartsWith("namespace ", StringComparison.Ordinal));
            if (line is not null)
            {
                Assert.Equal($"namespace {RoomTable.NamespaceOf(Path.GetDirectoryName(file)!)};", line);
                Assert.NotNull(RoomTable.Of(line["namespace ".Length..^1]));
            }
        });
    }

    [Fact]
    public void ARoomRefersOnlyToRoomsThatTheTableAllows() => Report.Nothing(
        from type in BuiltPrograms.Types
        let room = RoomTable.Of(BuiltPrograms.NamespaceOf(type))
        from used in BuiltPrograms.UsedBy(type)
        let other = RoomTable.Of(BuiltPrograms.NamespaceOf(used))
        where other is not null && other != room && !IsAllowed(room, other)
        select $"{type.FullName} uses {used.FullName}");

    [Fact]
    public void ARoomThatMayNotDoIoHasNoTypeForIt() => Report.Nothing(
        from type in BuiltPrograms.Types
        where !RoomTable.Of(BuiltPrograms.NamespaceOf(type))!.MayDoIo
        from used in BuiltPrograms.UsedBy(type)
        where InputOutput.Contains(used.FullName)
        select $"{type.FullName} uses {used.FullName}");

    [Fact]
    public void UnsafeCodeIsWhereTheTableHasIt() => Report.Nothing(
        from file in Repository.Sources("agent", "packaging")
        where !RoomTable.Of(RoomTable.NamespaceOf(Path.GetDirectoryName(file)!))!.MayBeUnsafe
        where UnsafeCode.IsIn(File.ReadAllText(Path.Combine(Repository.Root, file)))
        select file);

    [Fact]
    public void NamespacesFormNoCircle() => Report.Nothing(Circles.Of(
        from type in BuiltPrograms.Types
        from used in BuiltPrograms.UsedBy(type)
        let pair = (From: BuiltPrograms.NamespaceOf(type), To: BuiltPrograms.NamespaceOf(used))
        where pair.From != pair.To && RoomTable.Of(pair.To) is not null
        select pair));

    [Fact]
    public void WhatBodiesUseIsSeen() => Assert.Contains(
        BuiltPrograms.Types.Where(type => BuiltPrograms.NamespaceOf(type).StartsWith("AutomountAgent.Collect", StringComparison.Ordinal)),
        type => BuiltPrograms.UsedBy(type).Any(used => used.FullName == "System.IO.File"));

    [Theory]
    [InlineData("Tmds.DBus", "AutomountAgent.Bus")]
    [InlineData("Prometheus", "AutomountAgent.Output.Metrics", "AutomountAgent.Telemetry")]
    [InlineData("Serilog", "AutomountAgent.Output.Journal", "AutomountAgent.Hosting", "AutomountAgent.Commands")]
    [InlineData("YamlDotNet", "AutomountPackaging.Manifests")]
    public void ALibraryIsSeenByFewRooms(string library, params string[] rooms) => Report.Nothing(
        from type in BuiltPrograms.Types
        where !rooms.Contains(BuiltPrograms.NamespaceOf(type))
        from used in BuiltPrograms.UsedBy(type)
        where used.FullName.StartsWith(library + ".", StringComparison.Ordinal)
        select $"{type.FullName} uses {used.FullName}");

    private static bool IsAllowed(Room room, Room other) =>
        room.MayUse.Any(folder => other.Folder == folder || other.Folder.StartsWith(folder + "/", StringComparison.Ordinal));
}
