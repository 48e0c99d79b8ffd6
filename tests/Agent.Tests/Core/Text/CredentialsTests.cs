using System.Diagnostics;
using Automount.Text;
using Xunit;

namespace AgentTests.Core.Text;

public class CredentialsTests
{
    [Theory]
    [InlineData("ldap_default_authtok = s3cret-Pa55", "a value for ldap_default_authtok")]
    [InlineData("Environment=LDAP_PASSWORD=hunter2", "a value for LDAP_PASSWORD")]
    [InlineData("  password: 's3cret'", "a value for password")]
    [InlineData("* -fstype=cifs,username=u,password=s3cret ://nas/&", "a value for password")]
    [InlineData("* -fstype=cifs,username=u,pass=s3cret ://nas/&", "a value for pass")]
    [InlineData("--api-secret=abc", "a value for --api-secret")]
    [InlineData("curl https://user:s3cret@host/", "a password in a URL")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----", "a private key")]
    [InlineData("# -----BEGIN PRIVATE KEY-----", "a private key")]
    [InlineData("x eyJhbGciOiJSUzI1NiIs.eyJpc3MiOiJrdWJlcm5l.c2ln", "a token")]
    [InlineData("x=ghp_0123456789abcdefghij", "a token")]
    [InlineData("sha256~0123456789abcdefghij", "a token")]
    [InlineData("AKIA0123456789ABCDEF", "a token")]
    [InlineData("url = https://sha256~0123456789abcdefghij@host", "a token")]
    public void ACredentialIsFound(string line, string what) => Assert.Equal(what, Credentials.Find(line));

    [Theory]
    [InlineData("")]
    [InlineData("# ldap_default_authtok = s3cret")]
    [InlineData("; password = s3cret")]
    [InlineData("ldap_default_authtok_type = obfuscated_password")]
    [InlineData("password = $PASSWORD")]
    [InlineData("password = <PASSWORD>")]
    [InlineData("password=/etc/secret")]
    [InlineData("password = no")]
    [InlineData("password =")]
    [InlineData("password = \"\"")]
    [InlineData("token: REPLACE-ME")]
    [InlineData("credentials=/etc/nas.cred")]
    [InlineData("bypassword=abc")]
    [InlineData("org.token=abc")]
    [InlineData("image:token:v1")]
    [InlineData("https://host:443/path@x")]
    [InlineData("https://user:$PASSWORD@host")]
    [InlineData("eyJhbGciOiJSUzI1NiIs.short.c2ln")]
    [InlineData("AKIA0123456789ABCDEF0")]
    [InlineData("-----BEGIN CERTIFICATE-----")]
    public void WhatOnlyLooksLikeOneIsNot(string line) => Assert.Null(Credentials.Find(line));

    [Theory]
    [InlineData("password=s3cret, token: abcdef", "password=***, token: ***")]
    [InlineData("see https://u:p4ss@host/x and ftp://v:w0rd@h", "see https://***@host/x and ftp://***@h")]
    [InlineData("a eyJhbGciOiJSUzI1NiIs.eyJpc3MiOiJrdWJlcm5l.c2ln b", "a *** b")]
    [InlineData("nothing here", "nothing here")]
    public void RedactionLeavesTheRest(string text, string expected) => Assert.Equal(expected, Credentials.Redact(text));

    [Theory]
    [InlineData("ldap_default_authtok", true)]
    [InlineData("idp_client_secret", true)]
    [InlineData("auth_header_value", true)]
    [InlineData("HTTP_PASSWORD", true)]
    [InlineData("ldap_default_authtok_type", false)]
    [InlineData("krb5_store_password_if_offline", false)]
    [InlineData("bypass", false)]
    [InlineData("", false)]
    public void KeysAreKnownByTheirEnds(string key, bool expected) => Assert.Equal(expected, Credentials.IsKey(key));

    [Fact]
    public void AMaskKeepsColumnsAndHidesEveryValueWhateverItLooksLike()
    {
        const string Entry = "-fstype=cifs,password=$x,pass=ab ://nas/share,password2= end";

        Assert.Equal("pass=** is wrong, password=**", Credentials.Mask("pass=ab is wrong, password=$x", Entry));
        Assert.Equal("-fstype=cifs,password=**,pass=** ://nas/share,password2= end", Credentials.Mask(Entry));
    }

    [Theory]
    [InlineData("password=")]
    [InlineData("password = ")]
    [InlineData("password=password=")]
    [InlineData("token: ")]
    [InlineData("eyJaaaaaaaa-")]
    [InlineData("eyJaaaaaaaa.")]
    [InlineData("glpat-")]
    [InlineData("://")]
    [InlineData("://a:")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN A")]
    [InlineData("a-")]
    [InlineData("=")]
    [InlineData(" ")]
    public void TimeIsLinear(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var watch = Stopwatch.StartNew();

        Credentials.Find(text);
        Credentials.Redact(text);
        Credentials.FindOption(text);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
