using System.Collections.Immutable;

namespace AutomountPackaging.Emit;

/// <summary>A file that goes to the nodes, as it was read.</summary>
/// <param name="Path">Where it was read from, for messages.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Text">The same as text.</param>
internal sealed record InputFile(string Path, byte[] Content, string Text)
{
    /// <summary>Its name without the folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The files that the values name, as they were read.</summary>
internal sealed record Inputs
{
    /// <summary>What becomes <c>/etc/sssd/sssd.conf</c>.</summary>
    public InputFile? SssdConf { get; init; }

    /// <summary>What goes to <c>/etc/sssd/conf.d</c>.</summary>
    public ImmutableArray<InputFile> SssdSnippets { get; init; } = [];

    /// <summary>Snippets of the master map, and maps.</summary>
    public ImmutableArray<InputFile> Maps { get; init; } = [];

    /// <summary>What becomes <c>/etc/autofs.conf</c>.</summary>
    public InputFile? AutofsConf { get; init; }

    /// <summary>What goes to <c>/etc/automount-agent/agent.conf.d</c>.</summary>
    public ImmutableArray<InputFile> AgentSnippets { get; init; } = [];
}
