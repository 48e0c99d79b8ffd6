using Automount.CommandLine;
using AutomountAgent.Commands;
using Xunit;

namespace AgentTests.Commands;

/// <summary>What is said of a wrong command line.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("chek", "unknown command chek; did you mean check?", "--help lists the commands")]
    [InlineData("chek --output json", "unknown command chek; did you mean check?", "--help lists the commands")]
    [InlineData("vali", "unknown command vali; did you mean validate?", "--help lists the commands")]
    [InlineData("nonsense", "unknown command nonsense", "--help lists the commands")]
    [InlineData("check --ouptut json", "unknown option --ouptut; did you mean --output?", "check --help lists what it takes")]
    [InlineData("validate --sarif", "unknown option --sarif", "validate --help lists what it takes")]
    [InlineData("check stray", "check takes no argument stray", "check --help lists what it takes")]
    [InlineData("condition Ready", "'Ready' is not AutomountReady or AutomountNodeFault", "condition --help lists what it takes")]
    [InlineData("validate -o xml", "'xml' is not table, json, sarif, github or gcc", "validate --help lists what it takes")]
    [InlineData("validate --map auto.x", "--map needs --key", "validate --help lists what it takes")]
    [InlineData("validate --diff a b --ldif c", "--ldif cannot be used with --diff", "validate --help lists what it takes")]
    [InlineData("validate --diff a b --output sarif", "--diff has --output table and json", "validate --help lists what it takes")]
    public void OneFaultIsSaidOnceAndTheCommandsOwnHelp(string line, string fault, string hint) => Assert.Equal(
        [$"automount-agent: {fault}", $"automount-agent: automount-agent {hint}"],
        UsageErrors.Of("automount-agent", AgentCommands.Root().Parse(line.Split(' '))));

    /// <summary>Where an argument has completions and no name, the parser prints all of them in its place.</summary>
    [Fact]
    public void HelpIsNoWiderThanASentence()
    {
        var commands = AgentCommands.Root().Subcommands.Select(command => command.Name).ToList();
        foreach (var arguments in commands.Select(name => new[] { name, "--help" }).Append(["--help"]))
        {
            var output = new StringWriter();
            AgentCommands.Root().Parse(arguments).Invoke(new() { Output = output });
            Assert.All(output.ToString().Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 250));
        }
    }

    /// <summary>A default stands in the description as one types it.</summary>
    [Fact]
    public void NoDefaultIsPrintedAsTheParserKeepsIt()
    {
        foreach (var command in AgentCommands.Root().Subcommands)
        {
            var output = new StringWriter();
            AgentCommands.Root().Parse([command.Name, "--help"]).Invoke(new() { Output = output });
            Assert.DoesNotContain("[default:", output.ToString());
        }
    }

    [Theory]
    [InlineData("server/hung", 0)]
    [InlineData("SERVER/HUNG", 0)]
    [InlineData("map/", 0)]
    [InlineData("Hung server", 0)]
    [InlineData("zzzzz", 64)]
    public void FindingsAreSearched(string words, int status) =>
        Assert.Equal(status, AgentCommands.Root().Parse(["findings", .. words.Split(' ')]).Invoke());

    [Theory]
    [InlineData("[ldap]\ninterval = 30s\n", 0)]
    [InlineData("[ldap]\nintervall = 30s\n", 78)]
    public void AConfigurationIsCheckedAlone(string text, int status)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        Assert.Equal(status, AgentCommands.Root().Parse(["check-config", "--config", file]).Invoke());
        File.Delete(file);
    }
}
