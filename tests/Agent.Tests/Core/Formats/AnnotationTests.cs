using Automount.Findings;
using Automount.Formats;
using Xunit;

namespace AgentTests.Core.Formats;

/// <summary>Findings as single lines.</summary>
public sealed class AnnotationTests
{
    private static readonly Annotation Bad =
        new(Severity.Error, "map/bad-entry", "auto.x:k", "no colon", "Write h:/a") { File = "maps/auto.x", Line = 3, Column = 7 };

    [Fact]
    public void GccHasThePlaceFirst()
    {
        Assert.Equal("maps/auto.x:3:7: error: no colon [map/bad-entry]", Bad.ToGcc());
        Assert.Equal("maps/auto.x:3: warning: no colon [map/bad-entry]", (Bad with { Severity = Severity.Warning, Column = 0 }).ToGcc());
        Assert.Equal("maps/auto.x: note: no colon [map/bad-entry]", (Bad with { Severity = Severity.Info, Line = 0 }).ToGcc());
        Assert.Equal("auto.x:k: error: no colon [map/bad-entry]", (Bad with { File = null }).ToGcc());
    }

    [Fact]
    public void GithubHasAWorkflowCommand()
    {
        Assert.Equal("::error file=maps/auto.x,line=3,col=7,title=map/bad-entry::no colon. Write h:/a", Bad.ToGithub());
        var note = Bad with { Severity = Severity.Info, File = null };
        Assert.Equal("::notice title=map/bad-entry::auto.x:k: no colon. Write h:/a", note.ToGithub());
    }

    /// <summary>What a stranger writes into a map begins no command of its own and ends no property.</summary>
    [Fact]
    [Trait("suite", "hostile")]
    public void NothingFromOutsideLeavesItsPlace()
    {
        const string Nasty = "a\n::error::b,c:d%0Ae\u202e";
        var line = (Bad with { File = Nasty, Message = Nasty, Subject = Nasty }).ToGithub();

        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain("%0A", line);
        Assert.StartsWith("::error file=a\\x0A%3A%3Aerror%3A%3Ab%2Cc%3Ad%250Ae\\u202E,line=3,", line);
        Assert.DoesNotContain((Bad with { File = Nasty, Message = Nasty }).ToGcc(), c => c is '\n' or '\u202e');
    }

    [Theory]
    [InlineData("/src", "maps/a", "maps/a")]
    [InlineData("/src", "/src/maps/a", "maps/a")]
    [InlineData("/src", "./maps/../a", "a")]
    [InlineData("/src", "../a", null)]
    [InlineData("/src", "/etc/a", null)]
    [InlineData("/src", "/srcs/a", null)]
    public void FilesBelowTheWorkTreeAreRelativeToIt(string folder, string file, string? relative) =>
        Assert.Equal(relative, WorkTree.Relative(folder, file));
}
