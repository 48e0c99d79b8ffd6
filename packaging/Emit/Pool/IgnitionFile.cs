using System.Collections.Immutable;

namespace AutomountPackaging.Emit.Pool;

/// <summary>A file on the nodes.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Mode">Its mode.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record IgnitionFile(string Path, UnixFileMode Mode, byte[] Content);

/// <summary>A MachineConfig to be: a name and the files that belong together.</summary>
/// <param name="Topic">The end of its name.</param>
/// <param name="Files">Its files.</param>
internal sealed record NodeFileGroup(string Topic, ImmutableArray<IgnitionFile> Files);
