namespace AutomountAgent.Judge.Critic;

/// <summary>What the critic knows of the node besides the maps. Offline nothing is known, and rules that need more say nothing.</summary>
public sealed record NodeFacts
{
    /// <summary>Nothing is known.</summary>
    public static NodeFacts None { get; } = new();
}
