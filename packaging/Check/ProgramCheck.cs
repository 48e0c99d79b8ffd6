using System.Globalization;
using AutomountPackaging.Documents;
using AutomountPackaging.Manifests;
using static AutomountPackaging.Check.RuleCatalog;

namespace AutomountPackaging.Check;

/// <summary>Rule 18: programs must run on the nodes.</summary>
internal static class ProgramCheck
{
    public static IEnumerable<PackagingFinding> Run(ManifestSet set)
    {
        // A program must run on the oldest of the nodes that may get it.
        var stream = set.AllStreams().MinBy(s => s.Glibc)!;
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

            if (elf.Versions.Where(v => IsTooNew(v, stream.Glibc)).ToArray() is { Length: > 0 } tooNew)
            {
                yield return Glibc.At(place,
                    $"the program needs {string.Join(", ", tooNew.Select(Quote.Plain))}; nodes of {stream.Name} have glibc {stream.Glibc}");
            }
        }
    }

    // GLIBC_ABI_* are features of the loader; DT_RELR, the first, came with 2.36.
    private static bool IsTooNew(string version, Version glibc) => version switch
    {
        "GLIBC_ABI_DT_RELR" => glibc < new Version(2, 36),
        _ when version.StartsWith("GLIBC_ABI_", StringComparison.Ordinal) => true,
        _ => version.StartsWith("GLIBC_", StringComparison.Ordinal) && Version.TryParse(version["GLIBC_".Length..], out var wanted)
            && wanted > glibc,
    };
}
