using System.Runtime.InteropServices;

namespace AgentTests.Probe;

/// <summary>A real autofs mount whose daemon never answers: whoever opens a name below it hangs in the kernel.</summary>
public sealed partial class AutofsTrap : IDisposable
{
    private const int Detach = 2;
    private readonly int[] pipe;

    private AutofsTrap(string path, int[] pipe) => (Path, this.pipe) = (path, pipe);

    public string Path { get; }

    /// <summary>Mounts one, or null where that is not possible.</summary>
    public static AutofsTrap? TryMount(string path)
    {
        var pipe = new int[2];
        if (!OperatingSystem.IsLinux() || Pipe(pipe, 0x80000) != 0)
        {
            return null;
        }

        var trap = new AutofsTrap(path, pipe);
        if (Mount("auto.test", path, "autofs", 0, $"fd={pipe[1]},pgrp={ProcessGroup()},minproto=5,maxproto=5,indirect") == 0)
        {
            return trap;
        }

        trap.Dispose();
        return null;
    }

    public void Dispose()
    {
        // Without its pipe the trap is catatonic, and everybody who waits is let go.
        Close(pipe[0]);
        Close(pipe[1]);
        Unmount(Path, Detach);
    }

    [LibraryImport("libc", EntryPoint = "pipe2")]
    private static partial int Pipe(int[] ends, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int ProcessGroup();

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string path, int flags);
}
