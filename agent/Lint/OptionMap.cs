namespace Automount.Lint;

/// <summary>What rules about mount options know of a map and its node.</summary>
/// <param name="HoldsHomes">The map is one of users' homes.</param>
/// <param name="DefaultProtocol"><c>mount_nfs_default_protocol</c> of autofs.conf(5).</param>
internal sealed record OptionMap(bool HoldsHomes, int DefaultProtocol);
