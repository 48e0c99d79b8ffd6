using System.Collections.Immutable;
using AutomountAgent.Chain;
using AutomountAgent.Configuration;
using AutomountAgent.Native;

namespace AutomountAgent.Observe.Automount;

/// <summary>Looks at the automount daemon: its unit and its configuration files. No path under automount is touched.</summary>
/// <param name="paths">Where the files are.</param>
/// <param name="units">systemd.</param>
public sealed class AutomountObserver(HostPaths paths, UnitReader units)
{
    private readonly NodeFactsReader facts = new(paths);

    /// <summary>The automount daemon's unit.</summary>
    public const string Unit = "autofs.service";

    private readonly LocalMapsReader maps = new(paths);

    /// <summary>Looks once. Configuration files are read anew each time: they are small, and their change is what is looked for.</summary>
    /// <param name="state">What is known already: sssd's configuration, and which map files the master map names.</param>
    /// <param name="cancel">Ends the look.</param>
    public async Task<AutomountView> ObserveAsync(NodeState state, CancellationToken cancel)
    {
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var sources = NsswitchConf.Sources(Read(paths.Nsswitch, problems));
        var conf = AutofsConf.Parse(Read(paths.AutofsConf, problems), paths.AutofsConf);
        problems.AddRange(conf.Problems);
        var view = new AutomountView(null, null, sources, conf.MasterMap, conf.Timeout, problems.ToImmutable())
        {
            Node = facts.Read(conf.Browse, state.Sssd?.Seen?.Configuration.HomeTemplates ?? []),
            NegativeTimeout = conf.NegativeTimeout,
            Local = maps.Read(conf.MasterMap, state.Maps.Master),
        };
        try
        {
            return view with { Unit = await units.ReadAsync(Unit, cancel).ConfigureAwait(false) };
        }
        catch (BusException e)
        {
            return view with { BusProblem = e.Message };
        }
    }

    /// <summary>A file that is not there is empty: automount has defaults for both.</summary>
    private static string Read(string path, ImmutableArray<FileProblem>.Builder problems)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new FileProblem(path, 0, $"cannot be read: {e.Message}"));
            return "";
        }
    }
}
