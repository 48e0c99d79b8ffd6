namespace AutomountPackaging.Cluster;

/// <summary>The cluster cannot be asked.</summary>
/// <param name="message">One sentence: what, why, and what to do.</param>
/// <param name="cause">What was thrown, when something was.</param>
internal sealed class ClusterException(string message, Exception? cause = null) : Exception(message, cause);
