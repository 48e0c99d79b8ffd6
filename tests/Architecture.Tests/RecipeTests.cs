using System.Text.RegularExpressions;
using Xunit;

namespace ArchitectureTests;

/// <summary>The recipes of docs/contributing: what exists today is where their tables say.</summary>
public partial class RecipeTests
{
    [Fact]
    public void EveryCommandIsWhereTheRecipeSays()
    {
        var program = Text("agent/Agent/Commands/AgentCommands.cs");
        var manual = Text("systemd/man/automount-agent.8");
        var readme = Text("README.md");
        Assert.Equal(
            [
                "agent/Agent/Commands/{Name}Command.cs", "agent/Agent/Commands/AgentCommands.cs", "systemd/man/automount-agent.8",
                "README.md"
            ],
            Places("add-a-command"));
        var names = Names("agent/Agent/Commands", "Command").ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name =>
        {
            var command = Kebab(name);
            Assert.Contains($"{name}Command.Create()", program);
            Assert.Contains(command.Replace("-", "\\-"), manual);
            Assert.Contains($"automount-agent {command}", readme);
        });
    }

    [Fact]
    public void EveryCollectorIsWhereTheRecipeSays()
    {
        var state = Text("agent/Agent/Derive/NodeState.cs");
        var watch = Text("agent/Agent/Hosting/NodeWatch.cs");
        Assert.Equal(
            [
                "agent/Agent/Model/{Name}Snapshot.cs",
                "agent/Agent/Collect/{Folder}/{Name}Collector.cs",
                "agent/Agent/Derive/NodeState.cs",
                "agent/Agent/Hosting/NodeWatch.cs",
                "tests/Agent.Tests/Collect/{Folder}/{Name}CollectorTests.cs",
            ],
            Places("add-a-collector"));
        var names = Names("agent/Agent/Collect", "Collector").ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name =>
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, $"agent/Agent/Model/{name}Snapshot.cs")), name);
            Assert.Contains($"Observation<{name}Snapshot>", state);
            Assert.Contains($"new {name}Collector(", watch);
            var test = $"/{name}CollectorTests.cs";
            Assert.Single(Repository.Sources("tests/Agent.Tests/Collect"), file => file.EndsWith(test, StringComparison.Ordinal));
        });
    }

    /// <summary>Besides its declaration, a finding is named by its rule. CatalogTests checks that a case raises it.</summary>
    [Fact]
    public void EveryFindingIsWhereTheRecipeSays()
    {
        Assert.Equal(
            [
                "agent/Core/Catalog/{Link}Findings.cs",
                "agent/Agent/Rules",
                "agent/Lint",
                "tests/Agent.Tests",
                "docs/findings.md",
                "systemd/catalog/automount-agent.catalog",
            ],
            Places("add-a-finding"));
        var page = Text("docs/findings.md");
        var journal = Text("systemd/catalog/automount-agent.catalog");
        var sources = Repository.Sources("agent/Agent", "agent/Lint").Select(Text).ToList();
        var kinds = Repository.Sources("agent/Core/Catalog").Where(file => file.EndsWith("Findings.cs", StringComparison.Ordinal))
            .SelectMany(file => Declaration().Matches(Text(file)).Select(match => (
                Name: $"{Path.GetFileNameWithoutExtension(file)}.{match.Groups["name"].Value}",
                Code: match.Groups["code"].Value)))
            .ToList();
        Assert.True(kinds.Count > 100, $"{kinds.Count} kinds found");
        Assert.All(kinds, kind =>
        {
            Assert.Contains($"`{kind.Code}`", page);
            Assert.Contains($"automount-agent findings {kind.Code}", journal);
            Assert.Contains(sources, source => source.Contains(kind.Name, StringComparison.Ordinal));
        });
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static IEnumerable<string> Names(string folder, string suffix) => Repository.Sources(folder)
        .Select(Path.GetFileNameWithoutExtension)
        .OfType<string>()
        .Where(name => name.EndsWith(suffix, StringComparison.Ordinal))
        .Select(name => name[..^suffix.Length]);

    /// <summary>The files in the second column of a recipe's table.</summary>
    private static string[] Places(string recipe) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, $"docs/contributing/{recipe}.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .SelectMany(line => line.Split('|')[2].Split('`').Where((_, index) => index % 2 == 1)),
    ];

    private static string Kebab(string name) => Capital().Replace(name, match => $"-{match.Value}").TrimStart('-').ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex("FindingKind (?<name>\\w+) \\{ get; \\} = Kinds\\.\\w+\\(\\s*\"(?<code>[a-z]+/[a-z0-9-]+)\"")]
    private static partial Regex Declaration();
}
