using NodeTests.Support;

namespace NodeTests;

/// <summary>
/// What mount(8) and the kernel make of mount options on each kind of node: the table of docs/support.md, which has no other source.
/// </summary>
[Collection("node")]
public class MountOptionTests(ITestOutputHelper output)
{
    private const string Refused = "an incorrect mount option was specified";

    /// <summary>Options, and what mount(8) says on Debian 12, 13 and sid: a part of the message, or of the options of the mount.</summary>
    [Theory]
    [InlineData("vers=4.0", "vers=4.0", "vers=4.0", "Protocol not supported")]
    [InlineData("vers=4.2", "vers=4.2", "vers=4.2", "fatal_neterrors=none")]
    [InlineData("vers=4.2,fatal_neterrors=none", Refused, Refused, "fatal_neterrors=none")]
    [InlineData("vers=4.1,migration", Refused, Refused, Refused)]
    [InlineData("vers=4.2,quota", Refused, Refused, Refused)]
    [InlineData("vers=4.2,usrquota", Refused, Refused, Refused)]
    public void AnOptionIsTakenOrRefused(string options, string bookworm, string trixie, string sid)
    {
        Directory.CreateDirectory("/run/option");
        var result = Shell.Run($"mount -t nfs -o {options} nfs1.example.com:/exports/projects /run/option", 120);
        var mounted = Shell.Run("findmnt -n -o FS-OPTIONS /run/option").Output;
        Shell.Run("umount /run/option");

        output.WriteLine($"{options}: {(result.Status == 0 ? mounted : result.Errors).Trim()}");
        Assert.Contains(Usual(bookworm, trixie, sid), result.Status == 0 ? mounted : result.Errors);
    }

    private static string Usual(string bookworm, string trixie, string sid) => Environment.GetEnvironmentVariable("NODE") switch
    {
        "trixie" => trixie,
        "sid" => sid,
        _ => bookworm,
    };
}
