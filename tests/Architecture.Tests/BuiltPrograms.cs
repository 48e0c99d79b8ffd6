using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace ArchitectureTests;

/// <summary>Both programs and their libraries as they were built.</summary>
public static class BuiltPrograms
{
    private static readonly string[] Files =
    [
        "Automount.Core.dll", "Automount.Maps.dll", "Automount.Lint.dll", "Automount.Nfs.dll", "automount-agent.dll",
        "automount-packaging.dll",
    ];

    private static readonly Architecture Loaded = new ArchLoader()
        .LoadAssemblies([.. Files.Select(file => System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, file)))])
        .Build();

    /// <summary>The types that are written in the repository; not those that compilers generate.</summary>
    public static IReadOnlyList<IType> Types { get; } = [.. Loaded.Types.Where(type => RoomTable.Of(NamespaceOf(type)) is not null)];

    /// <summary>The namespace of a type; empty when it has none.</summary>
    public static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    /// <summary>
    /// What a type refers to in its signatures and bodies, without itself and without type parameters: ArchUnitNET gives those of equal
    /// methods, as generators write them into several types, to one of the types.
    /// </summary>
    public static IEnumerable<IType> UsedBy(IType type) =>
        type.Dependencies.Select(dependency => dependency.Target)
            .Where(target => target != type && target is not GenericParameter)
            .Distinct();
}
