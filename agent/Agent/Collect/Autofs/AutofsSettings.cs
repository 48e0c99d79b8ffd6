using System.Collections.Immutable;
using Automount.Files;
using Automount.Maps;
using Automount.Maps.Sources;
using Automount.Text;
using AutomountAgent.Model;

namespace AutomountAgent.Collect.Autofs;

/// <summary>
/// What the files that automount reads at its start say together: nsswitch.conf, autofs.conf, and the options of its command line.
/// </summary>
/// <param name="Sources">The <c>automount:</c> line of nsswitch.conf.</param>
/// <param name="Conf">autofs.conf, with what the file of the environment says on top.</param>
/// <param name="Options">The options of the command line, which win.</param>
/// <param name="Problems">What could not be read or understood.</param>
internal sealed record AutofsSettings(
    ImmutableArray<NssSource> Sources, AutofsConf Conf, DaemonOptions Options, ImmutableArray<FileProblem> Problems)
{
    /// <summary>What automount does without any file.</summary>
    public static AutofsSettings Default { get; } = new(["files"], new AutofsConf(), new DaemonOptions(), []);

    /// <summary>Name or path of the master map.</summary>
    public string MasterMap => Options.MasterMap ?? Conf.MasterMap;

    /// <summary>Idle time until a mount expires; null when nothing sets it.</summary>
    public TimeSpan? Timeout => Options.Timeout ?? Conf.Timeout;

    /// <summary>How long automount remembers a failure.</summary>
    public TimeSpan NegativeTimeout => Options.NegativeTimeout ?? Conf.NegativeTimeout;

    /// <summary>What every entry is parsed with, whatever map it is in.</summary>
    public EntryContext Defaults =>
        new() { AppendOptions = Conf.AppendOptions, Options = Options.MountOptions, Variables = Options.Variables };

    /// <summary>Reads the files. It never throws; a file that is not there is empty.</summary>
    /// <param name="paths">Where they are.</param>
    public static AutofsSettings Read(HostPaths paths)
    {
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var nsswitch = NsswitchConf.Parse(Text(paths.Nsswitch, problems) ?? "", paths.Nsswitch);
        var conf = AutofsConf.Parse(Text(paths.AutofsConf, problems) ?? "", paths.AutofsConf);
        var options = new DaemonOptions();
        foreach (var path in paths.AutofsEnvironment)
        {
            if (Text(path, problems) is { } environment)
            {
                conf = conf.Then(environment, path, isOld: true);
                options = DaemonOptions.Parse(environment, path);
                break;
            }
        }

        if (nsswitch.Problem is { } problem)
        {
            problems.Add(problem);
        }

        problems.AddRange(conf.Problems);
        problems.AddRange(options.Problems);
        return new AutofsSettings(nsswitch.Sources, conf, options, problems.ToImmutable());
    }

    private static string? Text(string path, ImmutableArray<FileProblem>.Builder problems)
    {
        try
        {
            return GuardedFile.ReadText(path, GuardedFile.MaxConfigurationBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new FileProblem(path, 0, $"cannot be read: {e.Message}"));
            return null;
        }
    }
}
