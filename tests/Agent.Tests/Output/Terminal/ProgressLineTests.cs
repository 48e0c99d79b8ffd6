using AutomountAgent.Output.Terminal;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentTests.Output.Terminal;

public class ProgressLineTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider clock = new();
    private readonly StringWriter output = new();

    /// <summary>What stands on the terminal's line now.</summary>
    private string Shown => output.ToString().Split('\r')[^1].TrimEnd();

    [Fact]
    public void AShortCommandShowsNothing()
    {
        using (var line = new ProgressLine(output, true, clock))
        {
            line.Begin("reading x", 10);
            line.Report(5);
            clock.Advance(TimeSpan.FromMilliseconds(999));
        }

        Assert.Equal("", output.ToString());
    }

    [Fact]
    public void AfterASecondItShowsHowFarTheWorkIsAndGoesAwayAtTheEnd()
    {
        using (var line = new ProgressLine(output, true, clock))
        {
            line.Begin("reading x", 10);
            line.Report(5);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("reading x [############............] 50 %", Shown.Replace("%", " %").Replace("  %", " %"));
            line.Report(99);
            clock.Advance(Tick);
            Assert.StartsWith("reading x [########################] 100", Shown);
        }

        Assert.Equal("", Shown);
        Assert.EndsWith("\r", output.ToString());
    }

    [Fact]
    public void AShorterTextOverwritesALongerOne()
    {
        using var line = new ProgressLine(output, true, clock);
        line.Begin("reading entries of a long name");
        line.Report(12345);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("reading entries of a long name: 12,345", Shown);

        line.Begin("judging");
        clock.Advance(Tick);

        Assert.Equal("judging", Shown);
        Assert.Equal(output.ToString().Split('\r')[^2].Length, output.ToString().Split('\r')[^1].Length);
    }

    [Fact]
    public void HiddenItComesBackWithTheNextTick()
    {
        using var line = new ProgressLine(output, true, clock);
        line.Begin("judging");
        clock.Advance(TimeSpan.FromSeconds(1));
        line.Hide();
        Assert.Equal("", Shown);

        clock.Advance(Tick);

        Assert.Equal("judging", Shown);
    }

    [Fact]
    public void WhereNobodyWatchesNothingIsEverWritten()
    {
        using (var line = new ProgressLine(output, false, clock))
        {
            line.Begin("reading x");
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("", output.ToString());
    }
}
