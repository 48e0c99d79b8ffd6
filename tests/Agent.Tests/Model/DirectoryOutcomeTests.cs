using AutomountAgent.Model;
using Xunit;

namespace AgentTests.Model;

public class DirectoryOutcomeTests
{
    /// <summary>
    /// After the size limit was exceeded no other server is asked, and yet nobody may conclude that a map does not exist.
    /// </summary>
    [Theory]
    [InlineData(nameof(DirectoryOutcome.Answered), true, true)]
    [InlineData(nameof(DirectoryOutcome.BaseMissing), true, true)]
    [InlineData(nameof(DirectoryOutcome.MapMissing), true, true)]
    [InlineData(nameof(DirectoryOutcome.SizeLimit), true, false)]
    [InlineData(nameof(DirectoryOutcome.TooLarge), true, false)]
    [InlineData(nameof(DirectoryOutcome.Unresolvable), false, false)]
    [InlineData(nameof(DirectoryOutcome.Refused), false, false)]
    [InlineData(nameof(DirectoryOutcome.Unreachable), false, false)]
    [InlineData(nameof(DirectoryOutcome.NoAnswer), false, false)]
    [InlineData(nameof(DirectoryOutcome.TlsFailed), false, false)]
    [InlineData(nameof(DirectoryOutcome.KerberosFailed), false, false)]
    [InlineData(nameof(DirectoryOutcome.BadCredentials), false, false)]
    [InlineData(nameof(DirectoryOutcome.Failed), false, false)]
    public void AnOutcomeIsFinalOrCompleteOrNeither(string name, bool isFinal, bool isComplete)
    {
        var outcome = Enum.Parse<DirectoryOutcome>(name);

        Assert.Equal((isFinal, isComplete), (outcome.IsFinal, outcome.IsComplete));
    }

    [Fact]
    public void TheTableHasEveryOutcome() => Assert.Equal(13, Enum.GetValues<DirectoryOutcome>().Length);
}
