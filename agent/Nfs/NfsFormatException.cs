namespace Automount.Nfs;

/// <summary>Bytes are not what the protocol says that they are.</summary>
/// <param name="message">What is wrong, without subject.</param>
public sealed class NfsFormatException(string message) : Exception(message);
