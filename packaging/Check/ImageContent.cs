using AutomountPackaging.Manifests;

namespace AutomountPackaging.Check;

/// <summary>What the last stage of a Containerfile puts into the image, as far as its text shows.</summary>
internal static class ImageContent
{
    /// <summary>A path that the image gets.</summary>
    /// <param name="Path">Absolute path.</param>
    /// <param name="Line">Index of the line that makes it.</param>
    /// <param name="Copied">True for COPY and ADD.</param>
    public sealed record Made(string Path, int Line, bool Copied);

    /// <summary>A package that is installed.</summary>
    /// <param name="Name">As it is written.</param>
    /// <param name="Command">The command that installs it.</param>
    public sealed record Package(string Name, ShellCommand Command)
    {
        /// <summary>True for a name that is looked up in repositories, not a file.</summary>
        public bool FromRepository => !Name.Contains('/') && !Name.EndsWith(".rpm", StringComparison.Ordinal) && !Name.Contains('$');

        /// <summary>True when it is this package, with or without a version or architecture.</summary>
        public bool Is(string package)
        {
            var name = Name[(Name.LastIndexOf('/') + 1)..];
            return name.StartsWith(package, StringComparison.Ordinal)
                && (name.Length == package.Length || name[package.Length] == '.' || (name[package.Length] == '-'
                    && name.Length > package.Length + 1 && char.IsAsciiDigit(name[package.Length + 1])));
        }
    }

    // rpm-ostree override replace, dnf swap OLD NEW, and what is written into a dnf shell.
    private static readonly string[] Installs = ["install", "reinstall", "upgrade", "localinstall", "replace", "swap"];

    public static IEnumerable<ShellCommand> Commands(Containerfile file) => file.Last?.Instructions.SelectMany(i => i.Commands()) ?? [];

    public static IEnumerable<Package> Packages(Containerfile file) =>
        from command in Commands(file)
        where command.Program is "dnf" or "yum" or "microdnf" or "rpm-ostree" or "dnf5"
        where !command.Operands.Contains("override") || command.Operands.Contains("replace")
        from operand in command.Operands.SkipWhile(o => !Installs.Contains(o)).Skip(1)
        select new Package(operand, command);

    /// <summary>Units that are enabled by name.</summary>
    public static IEnumerable<(string Unit, int Line)> Enabled(Containerfile file) =>
        from command in Commands(file)
        where command.Program == "systemctl" && command.Operands.FirstOrDefault() == "enable"
        from unit in command.Operands.Skip(1)
        where !unit.Contains('$')
        select (UnitName(unit), file.LineOf(command, unit));

    /// <summary>True when a preset for the unit is in the image, or may be: what comes by COPY cannot be seen.</summary>
    public static bool HasPreset(Containerfile file, ManifestSet set, string unit)
    {
        var text = $"enable {unit[..unit.LastIndexOf('.')]}";
        return (file.Last?.Instructions ?? []).Any(i =>
                (i.Keyword is "COPY" or "ADD" && (i.Arguments.Contains("system-preset", StringComparison.Ordinal) || (unit == AgentUnit
                    && BringsAgent(file, i))))
                || (i.Keyword == "RUN" && i.Arguments.Contains("system-preset/", StringComparison.Ordinal)
                    && i.Arguments.Replace($"systemctl {text}", "", StringComparison.Ordinal).Contains(text, StringComparison.Ordinal)))
            || set.NodeFiles.Any(f => f.Path.Contains("/system-preset/", StringComparison.Ordinal)
                && f.Text.Text.Contains(text, StringComparison.Ordinal));
    }

    public const string AgentUnit = "automount-agent.service";

    /// <summary>True when the image gets the agent.</summary>
    public static bool HasAgent(Containerfile file) => file.Last?.Instructions.Any(i => BringsAgent(file, i)) ?? false;

    private static bool BringsAgent(Containerfile file, Instruction instruction) =>
        instruction.Keyword is "COPY" or "ADD" or "RUN" && (instruction.Arguments.Contains("automount-agent", StringComparison.Ordinal)
            || instruction.Options.Any(o => o.Name == "--from"
                && file.StageNamed(o.Value)?.Image.Contains("automount-agent", StringComparison.Ordinal) == true));

    /// <summary>Paths that the last stage makes.</summary>
    public static IEnumerable<Made> Paths(Containerfile file)
    {
        var folder = "/";
        foreach (var instruction in file.Last?.Instructions ?? [])
        {
            var words = instruction.Words;
            switch (instruction.Keyword)
            {
                case "WORKDIR" when words.Count > 0:
                    folder = Absolute(folder, words[0]);
                    yield return new Made(folder, instruction.Line, true);
                    break;
                case "COPY" or "ADD" when words.Count > 1:
                    var target = Absolute(folder, words[^1]);
                    var sources = words.Take(words.Count - 1).Select(s => s[(s.TrimEnd('/').LastIndexOf('/') + 1)..]);
                    var into = words[^1].EndsWith('/') && !words[0].EndsWith('/');
                    foreach (var path in into ? sources.Select(s => Absolute(target, s)) : [target])
                    {
                        yield return new Made(path, instruction.Body[^1].Index, true);
                    }

                    break;
                default:
                    foreach (var command in instruction.Commands())
                    {
                        foreach (var path in Destinations.Written(command).Where(p => p.StartsWith('/')))
                        {
                            yield return new Made(Absolute("/", path), file.LineOf(command, path), false);
                        }
                    }

                    break;
            }
        }
    }

    /// <summary>Paths that a RUN of the last stage takes away again, and the line where it does.</summary>
    public static IEnumerable<(string Path, int Line)> Removed(Containerfile file) =>
        from command in Commands(file)
        from path in Destinations.Removed(command)
        where path.StartsWith('/')
        select (Absolute("/", path.TrimEnd('*')), command.Line);

    /// <summary>Whether the image gets repository files of its own, by COPY or by a command.</summary>
    public static bool HasRepositories(Containerfile file) =>
        (file.Last?.Instructions ?? []).Any(i => i.Arguments.Contains("yum.repos.d", StringComparison.Ordinal)
            || i.Arguments.Contains("config-manager", StringComparison.Ordinal)
            || i.Arguments.Contains("--repofrompath", StringComparison.Ordinal)
            || i.Arguments.Contains("--repo=", StringComparison.Ordinal));

    public static string UnitName(string unit) => unit.Contains('.') ? unit : $"{unit}.service";

    private static string Absolute(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return "/" + string.Join('/', parts);
    }
}
