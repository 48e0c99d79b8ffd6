namespace AutomountAgent.Output.Journal;

/// <summary>The <c>MESSAGE_ID</c>s of entries that are not about a finding.</summary>
internal static class MessageIds
{
    /// <summary>A mount below an automount root went away.</summary>
    public static readonly Guid Expired = new("76429d49-22b7-44c6-ba04-ee0b9f2a34fe");

    /// <summary>The agent triggered a mount, with whatever result.</summary>
    public static readonly Guid Triggered = new("4480e978-981f-42ed-bd73-868e872b0c1c");

    /// <summary>A remedy was applied, or would have been.</summary>
    public static readonly Guid Remedied = new("13cbfdef-d577-498f-8ba0-38a037fac6fe");

    /// <summary>wait-ready gave up.</summary>
    public static readonly Guid NotReady = new("fbda8a80-4689-45be-a220-48590e109c13");
}
