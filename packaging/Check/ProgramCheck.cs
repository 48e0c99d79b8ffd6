using System.Globalization;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 18: programs must run on the nodes.</summary>
internal static class ProgramCheck
{
    private static readonly Version NodeGlibc = new(2, 34);

    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        foreach (var file in set.Programs)
        {
            var place = new Place(file.Path, 0, 0);
            if (ElfFile.Read(file.Binary.Span) is not { } elf)
            {
                yield return Unreadable.At(place, "cannot be read: the ELF file is cut off or damaged");
                continue;
            }

            if (elf is not { Machine: ElfFile.Amd64, Is64Bit: true })
            {
                yield return ElfMachine.At(place, string.Create(CultureInfo.InvariantCulture,
                    $"the program is for machine {elf.Machine}, not for AMD64 ({ElfFile.Amd64})"));
                continue;
            }

            if (elf.Versions.Where(IsTooNew).ToArray() is { Length: > 0 } tooNew)
            {
                yield return Glibc.At(place,
                    $"the program needs {string.Join(", ", tooNew.Select(Quote.Plain))}; the nodes have glibc {NodeGlibc}");
            }
        }
    }

    // GLIBC_ABI_* are features of the loader, all newer than 2.34 (DT_RELR came with 2.36).
    private static bool IsTooNew(string version) =>
        version.StartsWith("GLIBC_ABI_", StringComparison.Ordinal)
        || (version.StartsWith("GLIBC_", StringComparison.Ordinal) && Version.TryParse(version["GLIBC_".Length..], out var wanted)
            && wanted > NodeGlibc);
}
