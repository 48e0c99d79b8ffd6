using System.Reflection;

namespace AutomountAgent.Output.Metrics;

/// <summary>Which agent this is.</summary>
/// <param name="Version">Its version, for example <c>0.1.0</c>.</param>
/// <param name="Revision">The commit that it was built from; <c>unknown</c> when the build does not know.</param>
internal sealed record AgentInfo(string Version, string Revision)
{
    /// <summary>This program, as its build wrote it into the informational version: <c>VERSION+REVISION</c>.</summary>
    public static AgentInfo Current { get; } = Parse(
        typeof(AgentInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>Takes an informational version apart.</summary>
    public static AgentInfo Parse(string informationalVersion) => informationalVersion.Split('+', 2) is [var version, var revision]
        ? new(version, revision)
        : new(informationalVersion, "unknown");
}
