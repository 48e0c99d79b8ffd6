namespace AutomountAgent.Collect.Exports;

/// <summary>A server did not serve a call, or did not answer it.</summary>
/// <param name="message">What happened, a sentence.</param>
internal sealed class RpcFailure(string message) : Exception(message);
