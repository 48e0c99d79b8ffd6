using System.Buffers.Binary;
using System.Text;
using AutomountPackaging.Manifests;
using Xunit;

namespace PackagingTests.Check;

public class ProgramRuleTests
{
    /// <summary>A 64-bit ELF file with section headers and one version requirement of libc.so.6.</summary>
    internal static byte[] Elf(ushort machine, params string[] versions)
    {
        var strings = new MemoryStream();
        strings.WriteByte(0);
        var names = versions.Select(v =>
        {
            var at = (uint)strings.Length;
            strings.Write(Encoding.ASCII.GetBytes(v + "\0"));
            return at;
        }).ToArray();
        var needs = new byte[16 + (16 * versions.Length)];
        BinaryPrimitives.WriteUInt16LittleEndian(needs, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(needs.AsSpan(2), (ushort)versions.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(needs.AsSpan(8), 16);
        foreach (var (i, name) in names.Index())
        {
            BinaryPrimitives.WriteUInt32LittleEndian(needs.AsSpan(16 + (16 * i) + 8), name);
            BinaryPrimitives.WriteUInt32LittleEndian(needs.AsSpan(16 + (16 * i) + 12), i + 1 < names.Length ? 16u : 0);
        }

        var file = new byte[64 + 192 + needs.Length + strings.Length];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), machine);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), 3);
        Section(1, 0x6ffffffe, 256, needs.Length, link: 2, info: 1);
        Section(2, 3, 256 + needs.Length, (int)strings.Length, 0, 0);
        needs.CopyTo(file, 256);
        strings.ToArray().CopyTo(file, 256 + needs.Length);
        return file;

        void Section(int index, uint type, int offset, int size, uint link, uint info)
        {
            var header = file.AsSpan(64 + (64 * index));
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], type);
            BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)offset);
            BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)size);
            BinaryPrimitives.WriteUInt32LittleEndian(header[40..], link);
            BinaryPrimitives.WriteUInt32LittleEndian(header[44..], info);
        }
    }

    private static SourceFile Program(byte[] bytes) => new("agent", "") { Binary = bytes };

    [Fact]
    public void AProgramNeedsNoNewerGlibc()
    {
        Assert.Contains("GLIBC_2.38", Expect.Fires("elf/glibc", null, Program(Elf(62, "GLIBC_2.2.5", "GLIBC_2.38"))).Message);
        Expect.Fires("elf/glibc", null, Program(Elf(62, "GLIBC_ABI_DT_RELR")));

        // RHEL 10 has 2.39; in 5.0 a node may be of either.
        var ten = Some.Pool() with { Text = Some.Pool().Text.Replace("spec:\n", "spec:\n  osImageStream: {name: rhel-10}\n") };
        Expect.Silent("elf/glibc", 23, Program(Elf(62, "GLIBC_2.38", "GLIBC_ABI_DT_RELR")), ten);
        Expect.Fires("elf/glibc", null, 23, Program(Elf(62, "GLIBC_2.40")), ten);
        Expect.Fires("elf/glibc", null, 50, Program(Elf(62, "GLIBC_2.38")));
        Expect.Silent("elf/glibc", Program(Elf(62, "GLIBC_2.34", "GLIBC_2.4", "GLIBC_PRIVATE", "OTHER_3.0")));
    }

    [Fact]
    public void AProgramIsForAmd64()
    {
        Expect.Fires("elf/machine", null, Program(Elf(183)));
        Expect.Silent("elf/machine", Program(Elf(62)));
    }

    [Fact]
    public void ACutOffProgramIsAFindingAtEveryLength()
    {
        var whole = Elf(62, "GLIBC_2.34", "GLIBC_2.38");
        for (var length = 1; length < whole.Length; length++)
        {
            Assert.Single(Expect.Run(20, Program(whole[..length])),
                f => f.Rule.Code is "manifest/unreadable" or "elf/machine" or "elf/glibc" || length < 20);
        }
    }

    [Fact]
    public void TheProgramThatRunsThisTestIsRead() =>
        Assert.NotEmpty(ElfFile.Read(File.ReadAllBytes(Environment.ProcessPath!))!.Versions);
}
