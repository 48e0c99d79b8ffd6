using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Automount.Maps;

/// <summary>The variables that automount defines for every map (autofs(5), Variable Substitution).</summary>
public static class MapVariables
{
    /// <summary>Variables of the user who asks for a path: their names are known, their values only when a path is asked for.</summary>
    public static FrozenSet<string> OfRequester { get; } = FrozenSet.Create(StringComparer.Ordinal, "UID", "GID", "USER", "GROUP", "HOME");

    /// <summary>The variables that depend on the node only, amd's names among them, which automount defines for all maps.</summary>
    /// <param name="host">The nodename of uname(2): may be short or fully qualified.</param>
    /// <param name="machine">The machine of uname(2), for example <c>x86_64</c>.</param>
    /// <param name="release">The release of uname(2).</param>
    /// <param name="version">The version of uname(2).</param>
    public static ImmutableDictionary<string, string> OfNode(string host, string machine, string release, string version)
    {
        var dot = host.IndexOf('.');
        var shortName = dot < 0 ? host : host[..dot];
        var domain = dot < 0 ? "" : host[(dot + 1)..];
        var cpu = machine is ['i', >= '3' and <= '9', '8', '6'] ? "i386" : machine;
        var byteOrder = BitConverter.IsLittleEndian ? "little" : "big";
        return new Dictionary<string, string>
        {
            ["ARCH"] = machine,
            ["CPU"] = cpu,
            ["HOST"] = host,
            ["OSNAME"] = "Linux",
            ["OSREL"] = release,
            ["OSVERS"] = version,
            ["SHOST"] = shortName, // It comes with the variables of the requester, but does not depend on that user.
            ["dollar"] = "$",
            ["true"] = "1",
            ["false"] = "0",
            ["byte"] = byteOrder,
            ["host"] = shortName,
            ["xhost"] = shortName,
            ["domain"] = domain,
            ["hostd"] = host,
        }.ToImmutableDictionary(StringComparer.Ordinal);
    }
}
