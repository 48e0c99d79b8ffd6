using Automount.Maps;

namespace AutomountAgent.Model;

/// <summary>What a server answered to the question whether it exports what a path needs.</summary>
/// <param name="Location">What was asked for.</param>
/// <param name="Answer">The answer.</param>
internal sealed record AskedExport(ExportLocation Location, ExportAnswer Answer)
{
    /// <summary>The server does not give the path to this node.</summary>
    public bool IsRefused => Answer.IsRefusal;

    /// <summary>Host and path as a location is written.</summary>
    public string Place => $"{Location.Host}:{Location.Path}";
}
