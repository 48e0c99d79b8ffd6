using System.Collections.Immutable;
using Automount.Configuration;
using Automount.Text;

namespace AutomountAgent.Hosting;

/// <summary>The configuration in force: the last good one.</summary>
/// <param name="first">The one that the daemon starts with.</param>
/// <param name="read">Reads the files: the settings, null when there is any problem; and the problems.</param>
internal sealed class ActiveSettings(Settings first, Func<(Settings? Settings, ImmutableArray<FileProblem> Problems)> read)
{
    private volatile Settings value = first;

    /// <summary>The newest settings.</summary>
    public Settings Value => value;

    /// <summary>Reads the files again. Good ones are in force afterwards; of bad ones nothing is taken over.</summary>
    /// <returns>Every problem of the files; empty when they were taken over.</returns>
    public ImmutableArray<FileProblem> Reload()
    {
        var (settings, problems) = read();
        if (settings is null)
        {
            return problems;
        }

        value = settings;
        return [];
    }
}
