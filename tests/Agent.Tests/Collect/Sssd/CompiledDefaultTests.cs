using System.Buffers.Binary;
using System.Text;
using AutomountAgent.Collect.Sssd;
using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Collect.Sssd;

/// <summary>The tables of options that sssd's provider libraries have, in ELF files with nothing else.</summary>
public sealed class CompiledDefaultTests : IDisposable
{
    private const string Option = "ldap_id_use_start_tls";
    private const int Boolean = 3;
    private const int Shift = 0x1000; // From the place in the file to the address in memory.

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("root");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheDefaultIsThatOfTheTable(bool value) =>
        Assert.Equal(value, CompiledDefault.Find(Library((Boolean, value)), Option));

    [Fact]
    public void WhatTheTablesDoNotSayIsNotKnown()
    {
        Assert.Null(CompiledDefault.Find(Library((2, true)), Option));
        Assert.Null(CompiledDefault.Find(Library(), Option));
        Assert.Null(CompiledDefault.Find(Library((Boolean, true), (Boolean, false)), Option));
        Assert.Null(CompiledDefault.Find(Library((Boolean, true)), "other"));
        Assert.Null(CompiledDefault.Find("no ELF file, but long enough for a header, were it one: 64 bytes"u8, Option));
    }

    [Fact]
    public void AFileThatIsCutOrDamagedIsNeverRead()
    {
        var library = Library((Boolean, true));
        for (var i = 0; i < library.Length; i++)
        {
            CompiledDefault.Find(library.AsSpan(0, i), Option);
            var damaged = library.ToArray();
            damaged.AsSpan(i, Math.Min(8, damaged.Length - i)).Fill(0xff);
            CompiledDefault.Find(damaged, Option);
        }
    }

    [Theory]
    [InlineData("", true, true)]
    [InlineData("ldap_id_use_start_tls = false", false, false)]
    [InlineData("ldap_id_use_start_tls = true", true, false)]
    public void SssdConfCountsBeforeTheDefaultOfTheInstalledSssd(string line, bool expected, bool isDefault)
    {
        var library = new HostPaths(root.FullName).SssdLibraries("libsss_ldap_common.so")[0];
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.WriteAllBytes(library, Library((Boolean, true)));

        Assert.Equal((expected, isDefault), Read(line));
    }

    [Fact]
    public void WithoutALibraryTheDefaultIsNotKnown() => Assert.Equal((null, true), Read(""));

    private (bool? StartTls, bool IsDefault) Read(string line)
    {
        var paths = new HostPaths(root.FullName);
        Directory.CreateDirectory(Path.GetDirectoryName(paths.SssdConf)!);
        File.WriteAllText(paths.SssdConf, $"[sssd]\ndomains = d\n[domain/d]\nid_provider = ldap\nldap_uri = ldap://h\n{line}\n");
        var domain = Assert.Single(SssdConfigurationReader.Read(paths).Domains);
        return (domain.StartTls, domain.IsStartTlsDefault);
    }

    private static byte[] Library(params (int Type, bool Value)[] options)
    {
        const int Name = 64 + (2 * 56);
        const int Table = 256;
        var relocations = Table + (options.Length * 48);
        var dynamic = relocations + (options.Length * 24);
        var bytes = new byte[dynamic + 48];
        "\u007fELF\u0002\u0001"u8.CopyTo(bytes);
        Put(bytes, 0x20, 64);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(0x38), 2);
        Segment(bytes, 64, 1, 0, Shift, bytes.Length);
        Segment(bytes, 64 + 56, 2, dynamic, dynamic + Shift, 48);
        Encoding.ASCII.GetBytes(Option).CopyTo(bytes, Name + 1);
        for (var i = 0; i < options.Length; i++)
        {
            var at = Table + (i * 48);
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 8), options[i].Type);
            bytes[at + 16] = options[i].Value ? (byte)1 : (byte)0;
            Put(bytes, relocations + (i * 24), at + Shift);
            Put(bytes, relocations + (i * 24) + 16, Name + 1 + Shift);
        }

        Put(bytes, dynamic, 7);
        Put(bytes, dynamic + 8, relocations + Shift);
        Put(bytes, dynamic + 16, 8);
        Put(bytes, dynamic + 24, options.Length * 24);
        return bytes;
    }

    private static void Segment(byte[] bytes, int at, int type, long offset, long address, long size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), type);
        Put(bytes, at + 8, offset);
        Put(bytes, at + 16, address);
        Put(bytes, at + 32, size);
    }

    private static void Put(byte[] bytes, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), value);
}
