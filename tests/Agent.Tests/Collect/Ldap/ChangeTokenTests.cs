using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class ChangeTokenTests
{
    private const string Objects = "(|(objectclass=automountMap)(objectclass=automount))";

    private static ChangeToken Token(ChangeTokenKind kind, params string[] values) => new(kind, "", "ldap://a:389", [.. values]);

    private static string? Since(ChangeTokenKind kind, string[] before, string[] after) =>
        Token(kind, after).WrittenSince(Token(kind, before), AutofsSchema.Rfc2307Bis);

    [Theory]
    [InlineData(ChangeTokenKind.ContextCsn, "b#0", "c#0", "(entryCSN>=b#0)(!(entryCSN=b#0))")]
    [InlineData(ChangeTokenKind.HighestCommittedUsn, "99", "120", "(uSNChanged>=100)")]
    [InlineData(ChangeTokenKind.LastUsn, "lastusn;userroot 7", "lastusn;userroot 9", "(entryusn>=8)")]
    internal void WhatWasWrittenSinceIsAskedWithTheServersOwnCounter(ChangeTokenKind kind, string before, string after, string expected) =>
        Assert.Equal($"(&{Objects}{expected})", Since(kind, [before], [after]));

    [Fact]
    public void OfSeveralWritersTheOldestValueThatMovedCounts() =>
        Assert.Contains("(entryCSN>=b#1)", Since(ChangeTokenKind.ContextCsn, ["a#0", "b#1", "c#2"], ["a#0", "d#1", "e#2"]));

    [Fact]
    public void OfSeveralDatabasesTheSmallestNumberThatMovedCounts() =>
        Assert.Contains(
            "(entryusn>=10)",
            Since(
                ChangeTokenKind.LastUsn,
                ["lastusn;changelog 800", "lastusn;userroot 9"],
                ["lastusn;changelog 900", "lastusn;userroot 11"]));

    [Theory]
    [InlineData(ChangeTokenKind.HighestCommittedUsn, "no number")]
    [InlineData(ChangeTokenKind.HighestCommittedUsn, "9223372036854775807")]
    [InlineData(ChangeTokenKind.LastChangeNumber, "7")]
    internal void WhereTheServerHasNoSuchQuestionNoneIsAsked(ChangeTokenKind kind, string before) =>
        Assert.Null(Since(kind, [before], ["8"]));

    [Fact]
    public void TheNumbersOfAnotherServerSayNothing()
    {
        var other = Token(ChangeTokenKind.HighestCommittedUsn, "5") with { Server = "ldap://b:389" };

        Assert.False(other.IsSame(Token(ChangeTokenKind.HighestCommittedUsn, "5")));
        Assert.Null(other.WrittenSince(Token(ChangeTokenKind.HighestCommittedUsn, "4"), AutofsSchema.Rfc2307Bis));
    }

    [Fact]
    public void EqualTokensAreTheSame() =>
        Assert.True(Token(ChangeTokenKind.ContextCsn, "a", "b").IsSame(Token(ChangeTokenKind.ContextCsn, "a", "b")));
}
