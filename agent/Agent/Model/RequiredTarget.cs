namespace AutomountAgent.Model;

/// <summary>A required path in all its spellings, and what the maps say about it.</summary>
/// <param name="Path">As it is configured; what is touched.</param>
/// <param name="Canonical">As the mount table has it, with the symbolic links of the root directory followed.</param>
/// <param name="MapPath">As the maps have it.</param>
/// <param name="Target">What they say; null when no automount root covers it.</param>
/// <param name="Root">The automount root of <paramref name="Target"/>, as the mount table has it; empty when there is none.</param>
internal sealed record RequiredTarget(string Path, string Canonical, string MapPath, PathTarget? Target, string Root);
