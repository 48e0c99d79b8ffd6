namespace AutomountPackaging.Cluster;

/// <summary>How somebody reaches a cluster.</summary>
/// <param name="Server">Address of the API server.</param>
/// <param name="Authorities">Certificates that are trusted besides those of the system, in PEM; empty for none.</param>
/// <param name="Token">Bearer token.</param>
internal sealed record ClusterAccess(Uri Server, string Authorities, string Token);
