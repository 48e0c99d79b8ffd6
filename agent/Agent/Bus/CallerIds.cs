using System.Collections.Concurrent;

namespace AutomountAgent.Bus;

/// <summary>Which user a caller is, as the bus daemon knows it from the socket. A unique name is never given to another caller.</summary>
/// <param name="connection">The connection to the bus.</param>
internal sealed class CallerIds(BusConnection connection)
{
    private const int MaxKnown = 256;
    private const string Bus = "org.freedesktop.DBus";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, uint> known = new(StringComparer.Ordinal);

    /// <summary>The user id of a caller.</summary>
    /// <param name="caller">Its unique name.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="BusException">The bus does not answer, or does not know the caller any more.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<uint> UserOfAsync(string caller, CancellationToken cancel)
    {
        if (known.TryGetValue(caller, out var user))
        {
            return user;
        }

        var call = new BusCall(Bus, "/org/freedesktop/DBus", Bus, "GetConnectionUnixUser", caller);
        user = await connection.CallAsync(call, static reader => reader.ReadUInt32(), Deadline, cancel).ConfigureAwait(false);
        if (known.Count >= MaxKnown)
        {
            known.Clear();
        }

        return known[caller] = user;
    }
}
