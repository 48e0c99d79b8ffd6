using System.Collections.Immutable;
using System.Text;
using AutomountPackaging.Emit.Pool;
using AutomountPackaging.Manifests;
using AutomountPackaging.Values;

namespace AutomountPackaging.Emit;

/// <summary>Which input goes where on the nodes. Pure.</summary>
internal static class NodeFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The groups that have a file, in the order in which the chain needs them.</summary>
    public static ImmutableArray<NodeFileGroup> Of(EmitValues values, Inputs inputs) =>
    [
        .. new NodeFileGroup[]
        {
            new("sssd",
            [
                .. File($"{SssdSource.Folder}/sssd.conf", OwnerOnly, Clean(inputs.SssdConf)),
                .. inputs.SssdSnippets.SelectMany(f => File($"{SssdSource.Folder}/conf.d/{f.Name}", OwnerOnly, Clean(f))),
            ]),
            new("autofs",
            [
                .. File("/etc/autofs.conf", Everyone, inputs.AutofsConf),
                .. inputs.Maps.SelectMany(f => File(MapPath(f.Name), Everyone, f)),
            ]),
            new("agent",
            [
                .. inputs.AgentSnippets.SelectMany(f => File($"/etc/automount-agent/agent.conf.d/{f.Name}", Everyone, f)),
                .. Required(values),
            ]),
        }.Where(g => g.Files.Length > 0),
    ];

    /// <summary>Section and key of each password that was taken out of the files of sssd, each once.</summary>
    public static IReadOnlyList<(string Section, string Key)> PasswordsTakenOut(Inputs inputs) =>
        [.. InputRules.Sssd(inputs).SelectMany(SssdPasswords.In).Select(e => (e.Section, e.Key)).Distinct()];

    /// <summary>Where a snippet of the master map or a map goes.</summary>
    public static string MapPath(string name) =>
        name.EndsWith(".autofs", StringComparison.Ordinal) ? $"/etc/auto.master.d/{name}" : $"/etc/{name}";

    // Without external secrets a password was refused before, and there is nothing to take out.
    private static InputFile? Clean(InputFile? file) => file is null ? null : SssdPasswords.TakeOut(file);

    private static IEnumerable<IgnitionFile> File(string path, UnixFileMode mode, InputFile? file) =>
        file is null ? [] : [new IgnitionFile(path, mode, file.Content)];

    private static IEnumerable<IgnitionFile> Required(EmitValues values)
    {
        if (!values.RequiredPaths.IsEmpty)
        {
            var text = $"[required]\npaths = {string.Join(", ", values.RequiredPaths)}\n";
            yield return new IgnitionFile("/etc/automount-agent/agent.conf.d/90-required.conf", Everyone, Encoding.UTF8.GetBytes(text));
        }
    }
}
