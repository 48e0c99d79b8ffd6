using Microsoft.Extensions.Time.Testing;

namespace AgentTests.Support;

/// <summary>
/// A node's clock that can be set: the time of day is another one, and no time passes. <see cref="FakeTimeProvider.AdjustTime"/> moves
/// timestamps too.
/// </summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private TimeSpan step;

    public void Set(TimeSpan by) => step += by;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
