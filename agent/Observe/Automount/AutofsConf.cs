using System.Collections.Immutable;
using System.Globalization;
using AutomountAgent.Configuration;

namespace AutomountAgent.Observe.Automount;

/// <summary>What the agent needs of the section <c>[ autofs ]</c> of autofs.conf(5).</summary>
/// <param name="MasterMap"><c>master_map_name</c>, by default <c>auto.master</c>.</param>
/// <param name="Timeout"><c>timeout</c>; null when it is not set.</param>
/// <param name="Problems">What could not be understood.</param>
public sealed record AutofsConf(string MasterMap, TimeSpan? Timeout, ImmutableArray<FileProblem> Problems)
{
    /// <summary><c>browse_mode</c>: the keys of indirect maps are shown before they are mounted.</summary>
    public bool Browse { get; init; }

    /// <summary><c>negative_timeout</c>: how long automount remembers a failure, by default 60 s.</summary>
    public TimeSpan NegativeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Parses a text. It never throws.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static AutofsConf Parse(string text, string file)
    {
        var ini = IniFile.Parse(WithoutIndentation(text), file);
        var problems = ini.Problems.ToBuilder();
        var masterMap = "auto.master";
        TimeSpan? timeout = null;
        var browse = false;
        var negative = TimeSpan.FromSeconds(60);
        foreach (var entry in ini.Entries.Where(e => e.Section.Equals("autofs", StringComparison.OrdinalIgnoreCase)))
        {
            var value = Unquote(entry.Value);
            switch (entry.Key.ToLowerInvariant())
            {
                case "master_map_name" when value.Length > 0:
                    masterMap = value;
                    break;
                case "timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                    timeout = TimeSpan.FromSeconds(seconds);
                    break;
                case "browse_mode":
                    browse = value.Equals("yes", StringComparison.OrdinalIgnoreCase);
                    break;
                case "negative_timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                    negative = TimeSpan.FromSeconds(seconds);
                    break;
                case "master_map_name" or "timeout" or "negative_timeout":
                    problems.Add(new FileProblem(file, entry.Line, $"{entry.Key} has no usable value: see autofs.conf(5)"));
                    break;
            }
        }

        return new AutofsConf(masterMap, timeout, problems.ToImmutable()) { Browse = browse, NegativeTimeout = negative };
    }

    /// <summary>autofs.conf knows no continuation lines: an indented line is a setting of its own.</summary>
    private static string WithoutIndentation(string text) => string.Join('\n', text.Split('\n').Select(line => line.TrimStart(' ', '\t')));

    private static string Unquote(string value) => value is ['"', .. var inside, '"'] ? inside : value;
}
