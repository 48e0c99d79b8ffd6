using Automount.Maps.Ldif;
using AutomountAgent.Collect.Ldap;
using AutomountAgent.Model;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AgentTests.Collect.Ldap;

public class LdapTextTests
{
    [Theory]
    [InlineData("ldap://a.example.com", "a.example.com", 389, false)]
    [InlineData("ldaps://a.example.com/", "a.example.com", 636, true)]
    [InlineData("LDAP://a:1389", "a", 1389, false)]
    [InlineData("ldap://[2001:db8::7]:1389", "2001:db8::7", 1389, false)]
    [InlineData("ldap://127.0.0.1", "127.0.0.1", 389, false)]
    [InlineData("ldapi:///", "", 0, false)]
    [InlineData("LDAPI://%2frun%2fslapd%2fldapi", "", 0, false)]
    public void AUriHasHostAndPort(string text, string host, int port, bool isTls)
    {
        Assert.True(LdapUri.TryParse(text, out var uri));
        Assert.Equal(new LdapUri(text, host, port, isTls), uri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ldapi:")]
    [InlineData("http://a")]
    [InlineData("ldap://")]
    [InlineData("ldap://a:99999")]
    [InlineData("_srv_")]
    public void WhatIsNoUriIsRefused(string text) => Assert.False(LdapUri.TryParse(text, out _));

    [Fact]
    public void AnyTextIsParsedWithoutAnException() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => LdapUri.TryParse("ldap://" + text, out _) || true).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(null, "(&(automountMapName=a\\2a\\28\\29\\5c\\c3\\bc)(objectclass=automountMap))")]
    [InlineData("(l=x)", "(&(&(automountMapName=a\\2a\\28\\29\\5c\\c3\\bc)(objectclass=automountMap))(l=x))")]
    [InlineData("l=x", "(&(&(automountMapName=a\\2a\\28\\29\\5c\\c3\\bc)(objectclass=automountMap))(l=x))")]
    public void TheFilterIsSssdsWithTheNameEscaped(string? filter, string expected)
    {
        var searchBase = new SearchBase("dc=x", "subtree", filter);

        Assert.Equal(expected, LdapFilter.Map(AutofsSchema.Rfc2307Bis, "a*()\\ü", searchBase));
    }
}
