using System.Text;

namespace AutomountAgent.Probe;

/// <summary>What a prober is asked to do. The only things that are ever done to an automounted or NFS path.</summary>
/// <param name="Verb">The call.</param>
/// <param name="Path">Bytes of the path; of <see cref="ProberVerb.Unmount"/> the mount point as mountinfo has it, with symbolic links
/// resolved.</param>
/// <param name="Device">major:minor of the mount that is meant; empty for <see cref="ProberVerb.Probe"/>.</param>
internal sealed record ProberRequest(ProberVerb Verb, byte[] Path, string Device = "")
{
    /// <summary>A request about a path as text.</summary>
    public static ProberRequest Of(ProberVerb verb, string path, string device = "") => new(verb, Encoding.UTF8.GetBytes(path), device);
}

/// <summary>The calls that a prober makes.</summary>
internal enum ProberVerb
{
    /// <summary>Open the path, which mounts it, and say what is there.</summary>
    Probe,

    /// <summary>Unmount a stale NFS mount lazily, unless somebody holds it.</summary>
    Unmount,

    /// <summary>Do all of <see cref="Unmount"/> but the last step.</summary>
    Holders,
}
