using Xunit;

namespace AgentTests.Support;

/// <summary>For what a test waits for: a signal that never comes is then a failed test with a name, and not a run without an end.</summary>
internal static class Patience
{
    /// <summary>Cancelled when the test is, or when a minute has passed.</summary>
    public static CancellationToken Minute
    {
        get
        {
            var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            return patience.Token;
        }
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        var end = Minute;
        while (!condition())
        {
            await Task.Delay(20, end);
        }
    }
}
