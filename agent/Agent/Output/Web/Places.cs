using Microsoft.AspNetCore.Connections;

namespace AutomountAgent.Output.Web;

/// <summary>What a connection is doing, in the order in which it has to make room for a new one.</summary>
internal enum PlaceUse
{
    /// <summary>It is idle, or has sent a part of a request.</summary>
    Waiting,

    /// <summary>A page for people is being sent.</summary>
    Page,

    /// <summary>A scrape or a probe is being answered.</summary>
    Scrape,
}

/// <summary>
/// The connections of the endpoint, which are bounded. A new one always gets a place. One that has done the same for a second makes room:
/// one that waits, then one that takes a page, then one that takes a scrape, the oldest first; without such a one the oldest of all. So
/// whoever sends nothing, half a request, or does not read the answer, keeps nobody from asking.
/// </summary>
/// <param name="max">How many there are at most.</param>
/// <param name="time">Clock.</param>
internal sealed class Places(int max, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly HashSet<Place> taken = [];

    private long Now => time.GetTimestamp();

    /// <summary>Gives a connection a place for as long as it is open.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="serve">Serves it.</param>
    public async Task HoldAsync(ConnectionContext connection, ConnectionDelegate serve)
    {
        var place = new Place(this, connection);
        connection.Features.Set(place);
        Take(place)?.Leave();
        try
        {
            await serve(connection);
        }
        finally
        {
            lock (gate)
            {
                taken.Remove(place);
            }
        }
    }

    /// <returns>The one that has to leave; null when there is room.</returns>
    private Place? Take(Place place)
    {
        lock (gate)
        {
            var last = taken.Count < max ? null : taken.MinBy(Order);
            if (last is not null)
            {
                taken.Remove(last);
            }

            taken.Add(place);
            return last;
        }
    }

    private (bool IsFresh, PlaceUse Use, long Since) Order(Place place) => time.GetElapsedTime(place.Since) < Fresh
        ? (true, default, place.Since)
        : (false, place.Use, place.Since);

    /// <summary>The place of one connection.</summary>
    internal sealed class Place(Places all, ConnectionContext connection)
    {
        /// <summary>What the connection is doing.</summary>
        public PlaceUse Use { get; private set; }

        /// <summary>Time stamp since which it does that.</summary>
        public long Since { get; private set; } = all.Now;

        /// <summary>The connection is doing something else from now on.</summary>
        public void Turn(PlaceUse use)
        {
            lock (all.gate)
            {
                (Use, Since) = (use, all.Now);
            }
        }

        /// <summary>Ends the connection.</summary>
        public void Leave() => connection.Abort(new ConnectionAbortedException("a newer connection needs the place"));
    }
}
