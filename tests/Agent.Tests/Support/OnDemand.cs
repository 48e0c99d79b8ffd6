namespace AgentTests.Support;

/// <summary>
/// What a fixture starts with the first test that asks for it, and ends if it was started. A daemon that is not installed then skips the
/// tests that need it: a fixture that skips in its constructor fails them.
/// </summary>
/// <param name="start">Starts it.</param>
public sealed class OnDemand<T>(Func<T> start) : IDisposable
    where T : IDisposable
{
    private readonly Lazy<T> value = new(start);

    public T Value => value.Value;

    public void Dispose()
    {
        if (value.IsValueCreated)
        {
            value.Value.Dispose();
        }
    }
}
