using System.Diagnostics;
using System.Runtime.InteropServices;
using Automount.Maps;
using AutomountAgent.Interop;
using Xunit;

namespace AgentTests.Interop;

/// <summary>Against a library that has sssd's functions and keeps to their contract, but checks that the caller keeps to it, too.</summary>
public sealed class SssAutofsTests : IDisposable
{
    private const string Compiler = "/usr/bin/cc";
    private const string Source = """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <stdlib.h>
        #include <stdio.h>
        #include <string.h>
        int contexts;
        unsigned int protocol;
        struct context { char *map; int cursor; };
        unsigned int _sss_auto_protocol_version(unsigned int requested) { return protocol = requested; }
        int _sss_setautomntent(const char *map, void **context) {
            if (strlen(map) > 255) return EINVAL;
            if (!strcmp(map, "missing")) return ENOENT;
            if (!strcmp(map, "offline")) return protocol ? EHOSTDOWN : ENOENT;
            struct context *c = calloc(1, sizeof *c);
            c->map = strdup(map);
            *context = c;
            contexts++;
            return 0;
        }
        int _sss_getautomntent_r(char **key, char **value, void *context) {
            struct context *c = context;
            if (*key || *value) return 200;
            if (!strcmp(c->map, "empty")) return ENOENT;
            if (!strcmp(c->map, "broken") && c->cursor == 2) return EIO;
            if (c->cursor == 3) return ENOENT;
            c->cursor++;
            if (asprintf(key, "k%d", c->cursor) < 0 || asprintf(value, "-ro h:/%d/ü", c->cursor) < 0) return ENOMEM;
            return 0;
        }
        int _sss_getautomntbyname_r(const char *key, char **value, void *context) {
            struct context *c = context;
            if (*value) return 200;
            if (!strcmp(c->map, "broken")) return EIO;
            if (strcmp(key, "k1")) return ENOENT;
            return asprintf(value, "-ro h:/1/ü") < 0 ? ENOMEM : 0;
        }
        int _sss_endautomntent(void **context) {
            struct context *c = *context;
            free(c->map);
            free(c);
            contexts--;
            return EPIPE;
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sss");

    private string LibraryPath => Path.Combine(folder.FullName, "libfake_sss_autofs.so");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void AMapIsReadInFullAndItsContextIsGivenBackOnce()
    {
        var library = Load();

        var answer = library.ReadMap("auto.home");

        Assert.Equal(0, answer.Errno);
        Assert.Equal([new MapRecord("k1", "-ro h:/1/ü"), new MapRecord("k2", "-ro h:/2/ü"), new MapRecord("k3", "-ro h:/3/ü")], answer.Entries);
        Assert.Equal(0, OpenContexts());
    }

    [Theory]
    [InlineData("empty", 0, 0)]
    [InlineData("missing", SssAutofs.NoEntry, 0)]
    [InlineData("offline", 112, 0)] // EHOSTDOWN: protocol 1 was asked for.
    [InlineData("broken", 5, 2)]
    [InlineData("", SssAutofs.InvalidName, 0)]
    [InlineData("a\0b", SssAutofs.InvalidName, 0)]
    public void WhatComesOfAMapIsItsErrno(string map, int errno, int entries)
    {
        var answer = Load().ReadMap(map);

        Assert.Equal((errno, entries), (answer.Errno, answer.Entries.Length));
        Assert.Equal(0, OpenContexts());
    }

    [Theory]
    [InlineData("auto.home", "k1", 0, "-ro h:/1/ü", true)]
    [InlineData("auto.home", "k9", SssAutofs.NoEntry, null, true)]
    [InlineData("missing", "k1", SssAutofs.NoEntry, null, false)]
    [InlineData("broken", "k1", 5, null, true)]
    [InlineData("auto.home", "", SssAutofs.InvalidName, null, false)]
    [InlineData("auto.home", "a\0b", SssAutofs.InvalidName, null, false)]
    public void ALookupTellsAMissingKeyFromAMissingMap(string map, string key, int errno, string? value, bool isMapKnown)
    {
        Assert.Equal(new SssAutofsLookup(errno, value, isMapKnown), Load().Lookup(map, key));
        Assert.Equal(0, OpenContexts());
    }

    [Fact]
    public void ALibraryThatIsNotInstalledIsAProblemAndNotAnException()
    {
        Assert.Null(SssAutofs.TryLoad(["/nonexistent/libsss_autofs.so"], out var problem));
        Assert.Contains("not installed", problem);
    }

    [Fact]
    public void AFileThatIsNoLibraryIsAProblemAndNotAnException()
    {
        File.WriteAllText(LibraryPath, "text");

        Assert.Null(SssAutofs.TryLoad([LibraryPath], out var problem));
        Assert.Contains("cannot be loaded", problem);
    }

    private SssAutofs Load()
    {
        Assert.SkipUnless(File.Exists(Compiler), $"{Compiler} is not installed");
        var source = Path.Combine(folder.FullName, "fake.c");
        File.WriteAllText(source, Source);
        using var compile = Process.Start(Compiler, ["-shared", "-fPIC", "-o", LibraryPath, source]);
        compile.WaitForExit();
        Assert.Equal(0, compile.ExitCode);
        return SssAutofs.TryLoad(["/nonexistent/libsss_autofs.so", LibraryPath], out _)!;
    }

    private int OpenContexts() => Marshal.ReadInt32(NativeLibrary.GetExport(NativeLibrary.Load(LibraryPath), "contexts"));
}
