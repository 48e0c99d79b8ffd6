using System.Collections.Immutable;

namespace AutomountAgent.Maps;

/// <summary>The variables that automount defines for every map (autofs(5), Variable Substitution).</summary>
public static class MapVariables
{
    /// <summary>The variables that depend on the node only. Those of the requesting user (<c>USER</c>, <c>UID</c>, <c>HOME</c> …) are not known beforehand.</summary>
    /// <param name="host">The nodename of uname(2): may be short or fully qualified.</param>
    /// <param name="machine">The machine of uname(2), for example <c>x86_64</c>.</param>
    /// <param name="release">The release of uname(2).</param>
    /// <param name="version">The version of uname(2).</param>
    public static ImmutableDictionary<string, string> OfNode(string host, string machine, string release, string version) =>
        ImmutableDictionary<string, string>.Empty
            .Add("ARCH", machine)
            .Add("CPU", machine is ['i', >= '3' and <= '6', '8', '6'] ? "i386" : machine)
            .Add("HOST", host)
            .Add("SHOST", host.Split('.')[0])
            .Add("OSNAME", "Linux")
            .Add("OSREL", release)
            .Add("OSVERS", version);
}
