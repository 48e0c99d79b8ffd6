using System.Collections.Concurrent;
using System.Diagnostics;
using NodeTests.Support;

namespace NodeTests.Endurance;

/// <summary>
/// A thousand NFS mounts of twenty servers, which come and go on random places, and what was true of them when. A server has a few
/// superblocks, made by mount(2) and renewed one after the other; the places are bind mounts of them, since the node can do fifty of those
/// in a second, and two or three of the others. All of it is in a mount namespace that the agent has for itself: systemd reads its whole
/// table and loads a unit for each change, which a real machine has time for, and the emulated node has not.
/// </summary>
internal sealed class ChurningMounts : IDisposable
{
    public const int Servers = 20;
    public const int Places = 2000; // Half of them are mounted on at a time, on average.
    public const int ChangesInASecond = 50;

    private const int Superblocks = 3; // Of each server at a time; older ones live on in the places.
    private const int Workers = 4;

    private readonly string pid;
    private readonly int[] serverOf = new int[Places]; // 0: nothing is mounted.
    private readonly int[] counts = new int[Servers + 1];
    private readonly Dictionary<int, List<(TimeSpan At, int Count)>> history = Enumerable.Range(1, Servers).ToDictionary(
        s => s, _ => new List<(TimeSpan, int)>());
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private int changes;
    private int renewals;

    /// <summary>Mounts all of it.</summary>
    /// <param name="pid">The agent, which has a mount namespace of its own.</param>
    public ChurningMounts(string pid)
    {
        this.pid = pid;
        Shell.Must("cp /etc/hosts /run/hosts-before-churn; udevadm control --stop-exec-queue");
        File.AppendAllLines("/etc/hosts", Enumerable.Range(1, Servers).Select(s => $"{Address(s)} {Name(s)}"));
        Inside([MountAll]);
    }

    /// <summary>Mounts and unmounts so far, of places and of superblocks.</summary>
    public (int Places, int Superblocks) Changes => (changes, renewals);

    /// <summary>Time since it began.</summary>
    public TimeSpan Now => clock.Elapsed;

    /// <summary>The host of a server, numbered from 1.</summary>
    public static string Name(int server) => $"churn{server}.example.com";

    /// <summary>How many mounts each server has now.</summary>
    public int[] Counts()
    {
        lock (gate)
        {
            return counts[1..];
        }
    }

    /// <summary>The least and the most mounts that a server has had since a time.</summary>
    public (int Least, int Most) Since(int server, TimeSpan since)
    {
        lock (gate)
        {
            var first = Math.Max(0, history[server].FindLastIndex(h => h.At < since));
            var lately = history[server].Skip(first).Select(h => h.Count).ToList();
            return (lately.Min(), lately.Max());
        }
    }

    /// <summary>Does something while mounts come and go.</summary>
    public T While<T>(Func<T> meanwhile)
    {
        using var end = new CancellationTokenSource();
        Action[] work =
            [.. Enumerable.Range(0, Workers).Select<int, Action>(
                worker => () => ChangePlaces(worker, end.Token)), () => RenewSuperblocks(end.Token)];
        var changing = Task.Run(() => Inside(work));
        try
        {
            return meanwhile();
        }
        finally
        {
            end.Cancel();
            changing.GetAwaiter().GetResult();
        }
    }

    /// <summary>
    /// The mounts go with their namespace, when the agent ends. udev forgets what it has waiting: two thousand devices that are gone.
    /// </summary>
    public void Dispose() => Shell.Run("cp /run/hosts-before-churn /etc/hosts; systemctl restart systemd-udevd");

    private static string Address(int server) => server % 2 == 0 ? "192.168.77.12" : "192.168.77.11";

    private static string Target(int place) => $"/mnt/churn{place}";

    private static string Base(int server, int superblock) => $"/mnt/churn-of-{server}-{superblock}";

    /// <summary>Does each in a thread of its own, in the agent's mount namespace, and fails with the first that failed.</summary>
    private void Inside(IReadOnlyList<Action> work)
    {
        var failures = new ConcurrentQueue<Exception>();
        var threads = work.Select(action => new Thread(() =>
        {
            try
            {
                Namespaces.EnterMounts(pid);
                action();
            }
            catch (IOException e)
            {
                failures.Enqueue(e);
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(failures);
    }

    private void MountAll()
    {
        for (var server = 1; server <= Servers; server++)
        {
            for (var superblock = 0; superblock < Superblocks; superblock++)
            {
                Renew(server, superblock);
            }
        }

        var random = new Random(Length.Seed);
        for (var place = 0; place < Places; place += 2)
        {
            Mount(place, (place / 2 % Servers) + 1, random);
        }
    }

    private void ChangePlaces(int worker, CancellationToken end)
    {
        var random = new Random(Length.Seed + worker);
        var pause = TimeSpan.FromSeconds((double)Workers / ChangesInASecond);
        for (var next = clock.Elapsed + pause; !end.IsCancellationRequested; next += pause)
        {
            var place = (random.Next(Places / Workers) * Workers) + worker; // Places of its own: no two work on the same.
            if (serverOf[place] is > 0 and var server)
            {
                KernelMount.Lazily(Target(place));
                serverOf[place] = 0;
                Count(server, -1);
            }
            else
            {
                Mount(place, random.Next(Servers) + 1, random);
            }

            Interlocked.Increment(ref changes);
            next = next < clock.Elapsed ? clock.Elapsed : next;
            Thread.Sleep(next - clock.Elapsed is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    private void RenewSuperblocks(CancellationToken end)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var (server, superblock) = ((i % Servers) + 1, i / Servers % Superblocks);
            lock (history[server])
            {
                KernelMount.Lazily(Base(server, superblock));
                Count(server, -1);
                Renew(server, superblock);
            }

            renewals++;
            Thread.Sleep(100);
        }
    }

    private void Renew(int server, int superblock)
    {
        KernelMount.Nfs(Name(server), Address(server), server % 2 == 0 ? "/exports/scratch" : "/exports/home", Base(server, superblock));
        Count(server, 1);
    }

    private void Mount(int place, int server, Random random)
    {
        lock (history[server]) // Its superblocks are there.
        {
            KernelMount.Bind(Base(server, random.Next(Superblocks)), Target(place));
        }

        serverOf[place] = server;
        Count(server, 1);
    }

    private void Count(int server, int change)
    {
        lock (gate)
        {
            counts[server] += change;
            history[server].Add((clock.Elapsed, counts[server]));
        }
    }
}
