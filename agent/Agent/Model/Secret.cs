namespace AutomountAgent.Model;

/// <summary>A credential. It cannot be printed by accident: only <see cref="Reveal"/> gives it away.</summary>
/// <param name="value">The credential.</param>
internal sealed class Secret(string value)
{
    /// <summary>The credential itself. Call it only where it is handed to the server.</summary>
    public string Reveal() => value;

    /// <summary>Never the credential.</summary>
    public override string ToString() => "(hidden)";
}
