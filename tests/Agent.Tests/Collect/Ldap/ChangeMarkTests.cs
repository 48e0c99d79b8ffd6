using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class ChangeMarkTests
{
    private const string Objects = "(|(objectclass=automountMap)(objectclass=automount))";

    private static ChangeMark Mark(MarkKind kind, params string[] values) => new(kind, "", "ldap://a:389", [.. values]);

    private static string? Since(MarkKind kind, string[] before, string[] after) => Mark(kind, after).WrittenSince(Mark(kind, before), AutofsSchema.Rfc2307Bis);

    [Theory]
    [InlineData(MarkKind.ContextCsn, "b#0", "c#0", "(entryCSN>=b#0)(!(entryCSN=b#0))")]
    [InlineData(MarkKind.HighestCommittedUsn, "99", "120", "(uSNChanged>=100)")]
    [InlineData(MarkKind.LastUsn, "lastusn;userroot 7", "lastusn;userroot 9", "(entryusn>=8)")]
    internal void WhatWasWrittenSinceIsAskedWithTheServersOwnCounter(MarkKind kind, string before, string after, string expected) =>
        Assert.Equal($"(&{Objects}{expected})", Since(kind, [before], [after]));

    [Fact]
    public void OfSeveralWritersTheOldestValueThatMovedCounts() =>
        Assert.Contains("(entryCSN>=b#1)", Since(MarkKind.ContextCsn, ["a#0", "b#1", "c#2"], ["a#0", "d#1", "e#2"]));

    [Fact]
    public void OfSeveralDatabasesTheSmallestNumberThatMovedCounts() =>
        Assert.Contains("(entryusn>=10)", Since(MarkKind.LastUsn, ["lastusn;changelog 800", "lastusn;userroot 9"], ["lastusn;changelog 900", "lastusn;userroot 11"]));

    [Theory]
    [InlineData(MarkKind.HighestCommittedUsn, "no number")]
    [InlineData(MarkKind.HighestCommittedUsn, "9223372036854775807")]
    [InlineData(MarkKind.LastChangeNumber, "7")]
    internal void WhereTheServerHasNoSuchQuestionNoneIsAsked(MarkKind kind, string before) => Assert.Null(Since(kind, [before], ["8"]));

    [Fact]
    public void TheNumbersOfAnotherServerSayNothing()
    {
        var other = Mark(MarkKind.HighestCommittedUsn, "5") with { Server = "ldap://b:389" };

        Assert.False(other.IsSame(Mark(MarkKind.HighestCommittedUsn, "5")));
        Assert.Null(other.WrittenSince(Mark(MarkKind.HighestCommittedUsn, "4"), AutofsSchema.Rfc2307Bis));
    }

    [Fact]
    public void EqualMarksAreTheSame() => Assert.True(Mark(MarkKind.ContextCsn, "a", "b").IsSame(Mark(MarkKind.ContextCsn, "a", "b")));
}
