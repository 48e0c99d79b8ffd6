using AutomountAgent.Collect.Autofs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Autofs;

public class DaemonOptionsTests
{
    [Theory]
    [InlineData("OPTIONS=\"-t 60 -n 5\"")]
    [InlineData("OPTIONS='-vt60 --negative-timeout=5'")]
    [InlineData("OPTIONS=\"--time 60 --neg 5\"")]
    [InlineData("#OPTIONS=\"-t 1\"\nOPTIONS=\"-t 2\"\nOPTIONS=\"--timeout 0x3c -d3 --debug -n 5 -p /run/x -rCF\"\n")]
    public void TimeoutsAreUnderstoodHoweverTheyAreWritten(string text)
    {
        var options = DaemonOptions.Parse(text, "f");

        Assert.Equal((60d, 5d), (options.Timeout!.Value.TotalSeconds, options.NegativeTimeout!.Value.TotalSeconds));
        Assert.Empty(options.Problems);
    }

    [Fact]
    public void VariablesMountOptionsAndTheMasterMapAreUnderstood()
    {
        var options = DaemonOptions.Parse("OPTIONS=\"-DSITE=a -D 'ROOM=b c' --define=EMPTY= -O ro,soft -O rw auto.site -t 5\"\n", "f");

        Assert.Equal("EMPTY= ROOM=b c SITE=a", string.Join(' ', options.Variables.OrderBy(v => v.Key).Select(v => $"{v.Key}={v.Value}")));
        Assert.Equal(("ro,soft", "auto.site", null), (options.MountOptions, options.MasterMap, options.Timeout));
    }

    [Theory]
    [InlineData("-t 5m", "-t is not a number")]
    [InlineData("-x", "option -x")]
    [InlineData("--no-browse", "option --no-browse")]
    [InlineData("--n 5", null)]
    [InlineData("--de 5", "option --de")]
    [InlineData("-t", "option -t")]
    [InlineData("-D SITE", "NAME=value")]
    public void WithWhatAutomountDoesNotKnowItDoesNotStart(string words, string? problem)
    {
        var problems = DaemonOptions.Parse($"\nOPTIONS=\"{words}\"\n", "f").Problems;

        Assert.Equal(problem is null, problems.IsEmpty);
        Assert.All(problems, p => Assert.Contains(problem!, p.Reason));
        Assert.All(problems, p => Assert.Equal(2, p.Line));
    }

    [Fact]
    public void NoTextThrows() =>
        Prop.ForAll<NonNull<string>>(text => DaemonOptions.Parse("OPTIONS=" + text.Get, "f") is not null).QuickCheckThrowOnFailure();
}
