using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AutomountAgent.Interop;

/// <summary>
/// Child processes by libc: posix_spawn(3), kill(2), waitpid(2). The framework's own type may wait for a child that cannot end.
/// </summary>
internal static unsafe partial class LibCProcess
{
    private const string LibC = "libc.so.6";
    private const int Kill9 = 9;
    private const int NoHang = 1;
    private const short SetSession = 0x80;
    private const int UnixStream = 0x80001; // SOCK_STREAM | SOCK_CLOEXEC

    /// <summary>Enough, and aligned, for posix_spawn_file_actions_t (80 bytes) and posix_spawnattr_t (336 bytes) of glibc.</summary>
    private const int OpaqueWords = 64;

    /// <summary>
    /// Starts a program in a session of its own. Its standard input and output are one socket, whose other end is returned.
    /// </summary>
    /// <param name="command">Path of the program, and its arguments.</param>
    /// <param name="environment">Its environment, as <c>name=value</c>.</param>
    /// <param name="pid">The child, which the caller must reap.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static Socket Spawn(IReadOnlyList<string> command, IEnumerable<string> environment, out int pid)
    {
        var ends = stackalloc int[2];
        OpenPair(ends);
        return Spawn(command, environment, ends, null, out pid);
    }

    /// <summary>The same with standard error as a socket of its own.</summary>
    /// <inheritdoc cref="Spawn(IReadOnlyList{string}, IEnumerable{string}, out int)"/>
    internal static (Socket Output, Socket Errors) SpawnWithErrors(
        IReadOnlyList<string> command, IEnumerable<string> environment, out int pid)
    {
        var ends = stackalloc int[2];
        var errorEnds = stackalloc int[2];
        OpenPair(ends);
        OpenPair(errorEnds);
        var errors = new Socket(new SafeSocketHandle(errorEnds[0], ownsHandle: true));
        try
        {
            return (Spawn(command, environment, ends, &errorEnds[1], out pid), errors);
        }
        catch
        {
            errors.Dispose();
            throw;
        }
        finally
        {
            LibCFiles.Close(errorEnds[1]);
        }
    }

    private static void OpenPair(int* ends)
    {
        if (SocketPair(1, UnixStream, 0, ends) != 0)
        {
            throw Failure("socketpair", Marshal.GetLastPInvokeError());
        }
    }

    private static Socket Spawn(
        IReadOnlyList<string> command, IEnumerable<string> environment, int* ends, int* errors, out int pid)
    {
        var socket = new Socket(new SafeSocketHandle(ends[0], ownsHandle: true));
        var arguments = Strings(command);
        var variables = Strings([.. environment]);
        var actions = stackalloc long[OpaqueWords];
        var attributes = stackalloc long[OpaqueWords];
        FileActionsInit(actions);
        AttributesInit(attributes);
        try
        {
            FileActionsAddDup2(actions, ends[1], 0);
            FileActionsAddDup2(actions, ends[1], 1);
            if (errors != null)
            {
                FileActionsAddDup2(actions, *errors, 2);
            }

            AttributesSetFlags(attributes, SetSession);
            var error = PosixSpawn(out pid, arguments[0], actions, attributes, arguments, variables);
            if (error != 0)
            {
                socket.Dispose();
                throw Failure($"posix_spawn {command[0]}", error);
            }

            return socket;
        }
        finally
        {
            AttributesDestroy(attributes);
            FileActionsDestroy(actions);
            Free(variables);
            Free(arguments);
            LibCFiles.Close(ends[1]);
        }
    }

    /// <summary>Sends SIGKILL.</summary>
    internal static void Kill(int pid) => Signal(pid, Kill9);

    /// <summary>Sends SIGKILL to a child of a session of its own, and to all that it has started in it.</summary>
    internal static void KillSession(int pid) => Signal(-pid, Kill9);

    /// <summary>Reaps a child if it has ended. True when it is gone.</summary>
    internal static bool TryReap(int pid) => WaitPid(pid, out _, NoHang) is var result && (result == pid || result < 0);

    /// <summary>
    /// Reaps a child if it has ended. Its exit status, 128 and the signal when one ended it, -1 when it is not a child of this process;
    /// null while it runs.
    /// </summary>
    internal static int? TryReapStatus(int pid) => WaitPid(pid, out var status, NoHang) switch
    {
        0 => null,
        < 0 => -1,
        _ => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
    };

    /// <summary>Ends this process immediately, also when one of its threads hangs in a killable call.</summary>
    [LibraryImport(LibC, EntryPoint = "_exit")]
    internal static partial void Exit(int status);

    private static IOException Failure(string call, int error) => new($"{call} failed: {LibCErrno.Name(error)}.");

    /// <summary>A null-terminated array of zero-terminated strings.</summary>
    private static byte** Strings(IReadOnlyList<string> strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++)
        {
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }

        return array;
    }

    private static void Free(byte** strings)
    {
        for (var next = strings; *next != null; next++)
        {
            Marshal.FreeCoTaskMem((nint)(*next));
        }

        NativeMemory.Free(strings);
    }

    [LibraryImport(LibC, EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, int* ends);

    [LibraryImport(LibC, EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(out int pid, byte* path, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport(LibC, EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(void* actions);

    [LibraryImport(LibC, EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int FileActionsAddDup2(void* actions, int descriptor, int asDescriptor);

    [LibraryImport(LibC, EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(void* actions);

    [LibraryImport(LibC, EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(void* attributes);

    [LibraryImport(LibC, EntryPoint = "posix_spawnattr_setflags")]
    private static partial int AttributesSetFlags(void* attributes, short flags);

    [LibraryImport(LibC, EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(void* attributes);

    [LibraryImport(LibC, EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int pid, int signal);

    [LibraryImport(LibC, EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, out int status, int options);
}
