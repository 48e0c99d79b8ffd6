namespace AutomountAgent.Bus;

/// <summary>
/// How many calls are answered together, by the user who makes them. root has places of its own: whatever users ask, an administrator is
/// answered. There is no queue; a call without a place is refused. Thread-safe.
/// </summary>
internal sealed class CallSlots
{
    /// <summary>Places of root.</summary>
    public const int OfRoot = 16;

    /// <summary>Places of all other users together.</summary>
    public const int OfUsers = 16;

    /// <summary>Places of one of them.</summary>
    public const int OfUser = 4;

    /// <summary>Calls whose caller is not known yet, or that are answered.</summary>
    public const int Max = 64;

    private readonly Lock gate = new();
    private readonly Dictionary<uint, int> taken = [];
    private int received;

    /// <summary>Takes a place for a call whose caller is not known yet; false when there is none.</summary>
    public bool TryReceive()
    {
        if (Interlocked.Increment(ref received) <= Max)
        {
            return true;
        }

        Interlocked.Decrement(ref received);
        return false;
    }

    /// <summary>The call that <see cref="TryReceive"/> took a place for was answered.</summary>
    public void Answered() => Interlocked.Decrement(ref received);

    /// <summary>Takes a place of a user; false when there is none.</summary>
    public bool TryTake(uint user)
    {
        lock (gate)
        {
            var own = taken.GetValueOrDefault(user);
            var all = user == 0 ? own : taken.Where(place => place.Key != 0).Sum(place => place.Value);
            var (mostOwn, mostAll) = user == 0 ? (OfRoot, OfRoot) : (OfUser, OfUsers);
            if (own >= mostOwn || all >= mostAll)
            {
                return false;
            }

            taken[user] = own + 1;
            return true;
        }
    }

    /// <summary>Gives back a place of a user.</summary>
    public void Return(uint user)
    {
        lock (gate)
        {
            if (--taken[user] == 0)
            {
                taken.Remove(user);
            }
        }
    }
}
