namespace Automount.Catalog;

/// <summary>What a kind of finding does to the two conditions of the node while it is present.</summary>
public enum ConditionEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Pods that use automounted NFS cannot be started here: <c>AutomountReady</c> is False.</summary>
    NotReady,

    /// <summary>
    /// Something of this node alone is broken, whatever is wrong elsewhere: <c>AutomountNodeFault</c> is True, and <c>AutomountReady</c>
    /// False.
    /// </summary>
    NodeFault,

    /// <summary>
    /// The same where the directory is known to be well. While it is not, it may be the cause, and no restart is sure to help; then
    /// <c>AutomountNodeFault</c> is Unknown.
    /// </summary>
    NodeFaultUnlessDirectory,

    /// <summary>
    /// The same where the NFS server of the finding answers this node. Where it does not, the fault is the server's: nothing is set; and
    /// where that is not known, <c>AutomountNodeFault</c> is Unknown.
    /// </summary>
    NodeFaultUnlessServer,

    /// <summary>It says that a service could not be looked at: neither condition is known.</summary>
    NotKnown,
}
