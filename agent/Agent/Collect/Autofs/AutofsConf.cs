using System.Collections.Immutable;
using System.Globalization;
using Automount.Maps.Sources;
using Automount.Text;

namespace AutomountAgent.Collect.Autofs;

/// <summary>What the agent needs of autofs.conf(5), as automount 5.1.9 reads it (autofs: lib/defaults.c).</summary>
internal sealed record AutofsConf
{
    /// <summary><c>master_map_name</c>, by default <c>auto.master</c>.</summary>
    public string MasterMap { get; init; } = "auto.master";

    /// <summary>Whether <c>master_map_name</c> is set: only where it is not, automount tries <c>auto_master</c> as well.</summary>
    public bool IsMasterNamed { get; init; }

    /// <summary><c>timeout</c>; null when it is not set (automount: 600 s).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>negative_timeout</c>: how long automount remembers a failure.</summary>
    public TimeSpan NegativeTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// <c>browse_mode</c>: the keys of indirect maps are shown before they are mounted. Unset means yes; the file that is shipped says no.
    /// </summary>
    public bool Browse { get; init; } = true;

    /// <summary><c>append_options</c>: options of an entry are added to those of the master map, and do not replace them.</summary>
    public bool AppendOptions { get; init; } = true;

    /// <summary>
    /// <c>mount_nfs_default_protocol</c>: the NFS version, 3 or 4, that a server is asked for where an entry names none.
    /// </summary>
    public int NfsDefaultProtocol { get; init; } = 3;

    /// <summary>The mount points that sections of their own define (<c>[ /path ]</c>, amd).</summary>
    public ImmutableArray<AmdMount> AmdMounts { get; init; } = [];

    /// <summary>What could not be understood, or is not what automount makes of it.</summary>
    public ImmutableArray<FileProblem> Problems { get; init; } = [];

    /// <summary>Parses a text. It never throws.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static AutofsConf Parse(string text, string file) => new AutofsConf().Then(text, file, isOld: false);

    /// <summary>
    /// The settings with those of another file on top. automount also reads the file of its environment variables, where it looked for
    /// settings before there was an autofs.conf, and what stands there wins.
    /// </summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="isOld">The file is a shell script: a line that is not a setting is not a problem.</param>
    public AutofsConf Then(string text, string file, bool isOld)
    {
        var conf = this;
        var section = "autofs"; // What stands before the first section belongs to it.
        foreach (var line in AutofsConfLine.Of(text))
        {
            if (line.Section is not null)
            {
                section = line.Section;
                conf = section.StartsWith('/') ? conf.WithMount(new AmdMount(section, "", file, line.Number)) : conf;
            }
            else if (line.Problem is not null)
            {
                conf = isOld ? conf : conf.With(file, line.Number, line.Problem);
            }
            else if (section.Equals("autofs", StringComparison.OrdinalIgnoreCase))
            {
                conf = conf.Set(line, file);
            }
            else if (section.StartsWith('/') && line.Key == "map_name")
            {
                conf = conf.WithMount(new AmdMount(section, line.Value, file, line.Number));
            }
        }

        return conf;
    }

    /// <summary>One setting of the section autofs. Names of old have DEFAULT_ in front.</summary>
    private AutofsConf Set(AutofsConfLine line, string file) => WithoutPrefix(line.Key) switch
    {
        "master_map_name" when line.Value.Length > 0 => this with { MasterMap = line.Value, IsMasterNamed = true },
        "master_map_name" => With(file, line.Number, "master_map_name is empty"),
        "timeout" => Number(line, file, (conf, seconds) => conf with { Timeout = seconds < 0 ? null : TimeSpan.FromSeconds(seconds) }),
        "negative_timeout" =>
            Number(line, file, (conf, seconds) => conf with { NegativeTimeout = TimeSpan.FromSeconds(seconds <= 0 ? 60 : seconds) }),
        "browse_mode" => YesNo(line, file, (conf, isYes) => conf with { Browse = isYes ?? true }),
        "mount_nfs_default_protocol" => this with { NfsDefaultProtocol = Digits(line.Value).Number == 4 ? 4 : 3 },
        "append_options" => YesNo(line, file, (conf, isYes) => conf with { AppendOptions = isYes ?? true }),
        _ => this,
    };

    private static string WithoutPrefix(string key) =>
        key.StartsWith("default_", StringComparison.Ordinal) ? key["default_".Length..] : key;

    /// <summary>Like atol(3), automount takes the digits that it finds, if any.</summary>
    private AutofsConf Number(AutofsConfLine line, string file, Func<AutofsConf, int, AutofsConf> set)
    {
        var (seconds, isNumber) = Digits(line.Value);
        var taken = set(this, seconds);
        if (isNumber)
        {
            return taken;
        }

        var instead = seconds < 0 ? "its default" : $"{seconds}";
        return taken.With(file, line.Number, $"{line.Key} is not a number of seconds, automount takes {instead}");
    }

    /// <summary>What automount takes a value for, -1 for its default; and whether that is what stands there.</summary>
    private static (int Number, bool IsNumber) Digits(string value)
    {
        if (value.StartsWith('-'))
        {
            return (-1, false);
        }

        var end = value.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? value : value[..end];
        if (digits.Length == 0)
        {
            return (0, false);
        }

        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, digits.Length == value.Length)
            : (-1, false);
    }

    private AutofsConf YesNo(AutofsConfLine line, string file, Func<AutofsConf, bool?, AutofsConf> set)
    {
        bool? isYes = line.Value.ToLowerInvariant() switch
        {
            "yes" => true,
            "no" => false,
            [>= '0' and <= '9', ..] number => number.TrimStart('0') is [>= '1' and <= '9', ..],
            _ => null,
        };
        return isYes is null
            ? set(this, null).With(file, line.Number, $"{line.Key} is neither yes nor no, automount takes its default")
            : set(this, isYes);
    }

    private AutofsConf WithMount(AmdMount mount) =>
        this with { AmdMounts = [.. AmdMounts.Where(m => m.MountPoint != mount.MountPoint), mount] };

    private AutofsConf With(string file, int line, string problem) =>
        this with { Problems = Problems.Add(new FileProblem(file, line, problem)) };
}
