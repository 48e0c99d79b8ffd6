using System.Collections.Immutable;
using Automount.Text;

namespace AutomountPackaging.Values;

/// <summary>Makes validated values out of fragments, least important first. Pure.</summary>
internal static class ValuesMerge
{
    /// <summary>
    /// Lays the fragments over the defaults: the later one of two with the same key wins. Every text is checked, also one that is hidden.
    /// </summary>
    /// <param name="fragments">The fragments, least important first.</param>
    /// <param name="source">What to name when a key is missing: the values file, or the command.</param>
    /// <returns>The values, which are good for nothing but further checks when there is a problem; and every problem.</returns>
    public static (EmitValues Values, ImmutableArray<FileProblem> Problems) Merge(IEnumerable<Given> fragments, string source)
    {
        var values = new EmitValues();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var last = new Dictionary<string, Given>();
        foreach (var given in fragments)
        {
            values = given.Key.Apply(values, given, problems);
            last[given.Key.Name] = given;
        }

        foreach (var (needed, remedy) in Missing(last))
        {
            problems.Add(new FileProblem(source, 0, $"{needed} is missing: {remedy}"));
        }

        if (last.ContainsKey("agent.image") && last.TryGetValue("agent.rpm", out var rpm))
        {
            problems.Add(At(rpm, "there is an agent.image as well: write one of the two"));
        }

        return (values, problems.ToImmutable());
    }

    private static FileProblem At(Given given, string reason) => new(given.File, given.Texts is [var first, ..] ? first.Line : 0, reason);

    private static IEnumerable<(string Key, string Remedy)> Missing(Dictionary<string, Given> given)
    {
        foreach (var name in new[] { "openshift", "image.pushSpec", "image.pushSecret" }.Where(n => !given.ContainsKey(n)))
        {
            var key = ValueKey.Find(name)!;
            yield return (name, $"write {key.Form}, in the values file or after {key.Option}");
        }

        if (!given.ContainsKey("agent.image") && !given.ContainsKey("agent.rpm"))
        {
            yield return ("agent.image", "write the image of the agent by digest (agent.image, --agent-image), or its RPM (agent.rpm, "
                + "--agent-rpm)");
        }
    }
}
