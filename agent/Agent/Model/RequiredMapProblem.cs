namespace AutomountAgent.Model;

/// <summary>A wish of <c>[required] maps=</c> that cannot be met, or not in full.</summary>
/// <param name="Pattern">As configured.</param>
/// <param name="Kind">What is the matter.</param>
/// <param name="Detail">One sentence about it.</param>
internal sealed record RequiredMapProblem(string Pattern, RequiredMapTrouble Kind, string Detail);

/// <summary>What may be the matter with a required map.</summary>
internal enum RequiredMapTrouble
{
    /// <summary>The maps are not known yet, so neither are its paths.</summary>
    NotKnown,

    /// <summary>No such map is mounted anywhere, or none of its keys matches.</summary>
    Nothing,

    /// <summary>It has a wildcard, whose paths cannot be listed.</summary>
    Wildcard,

    /// <summary>It has more paths than the agent watches.</summary>
    TooMany,
}
