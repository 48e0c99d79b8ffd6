using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Automount.Maps;

namespace AutomountAgent.Interop;

/// <summary>What libsss_autofs answered to the reading of a map.</summary>
/// <param name="Errno">Zero when the map was read in full, else the errno of the first call that failed.</param>
/// <param name="Entries">The entries up to there.</param>
internal sealed record SssAutofsAnswer(int Errno, ImmutableArray<MapRecord> Entries);

/// <summary>What libsss_autofs answered to the look-up of one key.</summary>
/// <param name="Errno">Zero when the key was found, <see cref="SssAutofs.NoEntry"/> when it or the map was not, else the errno of the call
/// that failed.</param>
/// <param name="Value">The value; null when there is none.</param>
/// <param name="IsMapKnown">Whether sssd knows the map: tells a missing key from a missing map.</param>
internal sealed record SssAutofsLookup(int Errno, string? Value, bool IsMapKnown);

/// <summary>
/// sssd's client library for automount maps: the very code that automount calls. Calls block for up to five minutes, and the library keeps
/// state per process and per thread: use it from one <see cref="CallThread"/> only. Never read the master map with it: that throws away
/// sssd's cache.
/// </summary>
internal sealed unsafe class SssAutofs
{
    /// <summary>ENOENT: no such map; from the reading of an entry, the end of the map.</summary>
    public const int NoEntry = 2;

    /// <summary>EINVAL: not a name that a map can have.</summary>
    public const int InvalidName = 22;

    /// <summary>EFBIG: the map has more entries than the agent reads.</summary>
    public const int TooBig = 27;

    /// <summary>ENOMEM, with which the library fails when there is no memory for its context.</summary>
    private const int NoMemory = 12;

    /// <summary>More than any real map: a responder that never says "end" must not fill the memory.</summary>
    private const int EntryLimit = 2_000_000;

    private readonly delegate* unmanaged<byte*, nint*, int> setAutomountEntry;
    private readonly delegate* unmanaged<byte**, byte**, nint, int> getAutomountEntry;
    private readonly delegate* unmanaged<byte*, byte**, nint, int> getAutomountByName;
    private readonly delegate* unmanaged<nint*, int> endAutomountEntry;

    private SssAutofs(nint library)
    {
        setAutomountEntry = (delegate* unmanaged<byte*, nint*, int>)NativeLibrary.GetExport(library, "_sss_setautomntent");
        getAutomountEntry = (delegate* unmanaged<byte**, byte**, nint, int>)NativeLibrary.GetExport(library, "_sss_getautomntent_r");
        getAutomountByName = (delegate* unmanaged<byte*, byte**, nint, int>)NativeLibrary.GetExport(library, "_sss_getautomntbyname_r");
        endAutomountEntry = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "_sss_endautomntent");

        // Protocol 1, of the whole process, tells "offline" (EHOSTDOWN) from "no such map" (ENOENT). Absent before sssd 2.4.1.
        if (NativeLibrary.TryGetExport(library, "_sss_auto_protocol_version", out var version))
        {
            ((delegate* unmanaged<uint, uint>)version)(1);
        }
    }

    /// <summary>Loads the library.</summary>
    /// <param name="candidates">Where it may be; the first that exists is loaded.</param>
    /// <param name="problem">Why it could not be loaded; empty when it was.</param>
    /// <returns>Null when it is not installed or not usable.</returns>
    public static SssAutofs? TryLoad(IReadOnlyList<string> candidates, out string problem)
    {
        if (candidates.FirstOrDefault(File.Exists) is not { } path)
        {
            problem = "sssd's client library libsss_autofs.so is not installed";
            return null;
        }

        try
        {
            problem = "";
            return new SssAutofs(NativeLibrary.Load(path));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            problem = $"{path} cannot be loaded: {e.Message}";
            return null;
        }
    }

    /// <summary>Reads a whole map. It blocks.</summary>
    /// <param name="name">Name of the map: 1 to 255 bytes of UTF-8, no NUL; anything else is answered with EINVAL.</param>
    public SssAutofsAnswer ReadMap(string name) => Open(name, ReadEntries, static errno => new SssAutofsAnswer(errno, []));

    /// <summary>
    /// Looks up one key, as automount does when a path is first used. It blocks. A key that sssd has cached costs no LDAP search; one that
    /// it does not know costs up to three, and sssd remembers no failure: never look up a key that is not known to exist.
    /// </summary>
    /// <param name="name">Name of the map, as for <see cref="ReadMap"/>.</param>
    /// <param name="key">The key: 1 to 4096 bytes of UTF-8, no NUL; anything else is answered with EINVAL.</param>
    public SssAutofsLookup Lookup(string name, string key) => key.Length == 0 || key.Contains('\0')
        ? new SssAutofsLookup(InvalidName, null, false)
        : Open(name, context => LookUp(key, context), static errno => new SssAutofsLookup(errno, null, false));

    private T Open<T>(string name, Func<nint, T> use, Func<int, T> failed)
    {
        if (name.Length == 0 || name.Contains('\0'))
        {
            return failed(InvalidName);
        }

        var text = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        nint context = 0; // The library leaves it alone when it fails.
        try
        {
            var errno = setAutomountEntry(text, &context);
            if (errno == 0 && context == 0)
            {
                errno = NoMemory;
            }

            return errno == 0 ? use(context) : failed(errno);
        }
        finally
        {
            if (context != 0)
            {
                _ = endAutomountEntry(&context); // The context is freed even when this fails.
            }

            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    private SssAutofsLookup LookUp(string key, nint context)
    {
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(key);
        byte* value = null; // The library leaves it alone when it fails.
        try
        {
            var errno = getAutomountByName(text, &value, context);
            return new SssAutofsLookup(errno, errno == 0 ? Marshal.PtrToStringUTF8((nint)value) ?? "" : null, true);
        }
        finally
        {
            NativeMemory.Free(value);
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    private SssAutofsAnswer ReadEntries(nint context)
    {
        var entries = ImmutableArray.CreateBuilder<MapRecord>();
        while (entries.Count < EntryLimit)
        {
            byte* key = null; // The library leaves both alone when it fails.
            byte* value = null;
            try
            {
                var errno = getAutomountEntry(&key, &value, context);
                if (errno != 0)
                {
                    return new SssAutofsAnswer(errno == NoEntry ? 0 : errno, entries.DrainToImmutable());
                }

                entries.Add(new MapRecord(Marshal.PtrToStringUTF8((nint)key) ?? "", Marshal.PtrToStringUTF8((nint)value) ?? ""));
            }
            finally
            {
                NativeMemory.Free(key);
                NativeMemory.Free(value);
            }
        }

        return new SssAutofsAnswer(TooBig, entries.DrainToImmutable());
    }
}
