namespace AutomountAgent.Collect.Autofs;

/// <summary>The files of a node as automount sees them: those of its file system, or files that stand for them.</summary>
internal interface IMapFiles
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path on the node.</param>
    /// <param name="isMaster">Whether it is a master map.</param>
    /// <param name="isText">False where automount would run an executable file.</param>
    MapFileCopy Read(string path, bool isMaster, bool isText);

    /// <summary>The files of a folder of the node that are not hidden, in the order of automount.</summary>
    IReadOnlyList<string> Names(string folder);
}
