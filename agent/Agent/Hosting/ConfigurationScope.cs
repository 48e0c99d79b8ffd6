namespace AutomountAgent.Hosting;

/// <summary>Everything that is made from one configuration, and the loops that run with it.</summary>
internal sealed class ConfigurationScope
{
    private readonly CancellationTokenSource end = new();
    private readonly AsyncServiceScope scope;
    private readonly Task[] loops;

    private ConfigurationScope(AsyncServiceScope scope)
    {
        this.scope = scope;
        loops =
        [
            scope.ServiceProvider.GetRequiredService<ScheduleLoop>().RunAsync(end.Token),
            scope.ServiceProvider.GetRequiredService<RemedyLoop>().RunAsync(end.Token),
        ];
    }

    /// <summary>Makes the scope of the configuration in force, and starts its loops.</summary>
    public static ConfigurationScope Begin(IServiceScopeFactory scopes) => new(scopes.CreateAsyncScope());

    /// <summary>Throws the first failure of a loop, as soon as it happens. Returns only when every loop has ended without one.</summary>
    public async Task FailureAsync()
    {
        await foreach (var loop in Task.WhenEach(loops))
        {
            await loop;
        }
    }

    /// <summary>Ends the loops, waits for them, and disposes what was made. Throws the failure of a loop, if there is one.</summary>
    public async Task EndAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await scope.DisposeAsync();
        end.Dispose();
        if (Array.Find(loops, loop => loop.IsFaulted) is { } failed)
        {
            await failed;
        }
    }
}
