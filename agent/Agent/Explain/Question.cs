using System.Collections.Immutable;
using Automount.Maps;
using Automount.Text;
using AutomountAgent.Derive;

namespace AutomountAgent.Explain;

/// <summary>What <c>explain</c> was asked for: a path, or the text of an error. Pure.</summary>
/// <param name="Asked">The argument.</param>
/// <param name="Path">The path, when the argument is one.</param>
/// <param name="Error">What the text says, when it is not.</param>
internal sealed record Question(string Asked, string? Path, ErrorText? Error)
{
    /// <summary>Paths that messages name besides the one that is meant.</summary>
    private static readonly string[] Elsewhere =
        ["/bin/", "/sbin/", "/usr/", "/lib/", "/proc/", "/sys/", "/dev/", "/run/", "/var/lib/", "/var/run/", "/etc/"];

    /// <summary>
    /// Reads an argument: a text that is a known message is one, also where it begins with a path, as those of programs do.
    /// </summary>
    public static Question Of(string argument)
    {
        var isPath = argument.StartsWith('/');
        if (isPath && !argument.Contains(": ", StringComparison.Ordinal))
        {
            return new(argument, argument, null);
        }

        var error = ErrorText.Of(argument);
        return isPath && error.Message is null ? new(argument, argument, null) : new(argument, null, error);
    }

    /// <summary>Whether a text is <c>namespace/name</c> as Kubernetes names pods (RFC 1123).</summary>
    public static bool IsPod(string text) => text.Split('/') is [var space, var name] && IsLabel(space, 63) && IsLabel(name, 253);

    /// <summary>
    /// The path to follow: the one that was asked for; of a text the first one below a mount point of automount, then one that a named
    /// export is mounted at, then the first that is not of the system itself. Null when it names none.
    /// </summary>
    public string? PathIn(NodeState state)
    {
        if (Error is not { } error)
        {
            return Path;
        }

        return error.Paths.FirstOrDefault(path => state.Maps.Resolve(path).Root is not null)
            ?? error.Exports.Select(export => ExportPaths.Find(state, export.Host, export.Path)).FirstOrDefault(path => path is not null)
            ?? error.Paths.FirstOrDefault(path => !Array.Exists(Elsewhere, start => path.StartsWith(start, StringComparison.Ordinal)));
    }

    /// <summary>Why there is nothing to explain, with what was understood all the same; null when there is.</summary>
    public string? Problem(NodeState state)
    {
        if (Error is not { } error)
        {
            return MountPath.HasParentStep(Asked) ? $"{Quoted(Asked)} has .. in it: give the path without" : null;
        }

        if (error.Message is null)
        {
            return $"{Quoted(Asked)} is neither an absolute path nor an error message that is known here{Understood(error)}";
        }

        return PathIn(state) is null
            ? $"the message is known ({error.Message.Meaning}), and names no path{Understood(error)}: ask again with the path"
            : null;
    }

    private static string Understood(ErrorText error)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        parts.AddRange(error.Paths.Select(path => $"path {Quoted(path)}"));
        parts.AddRange(error.Exports.Select(export => $"export {Quoted($"{export.Host}:{export.Path}")}"));
        if (error.Pod is { } pod)
        {
            parts.Add($"pod {Quoted(pod)}");
        }

        return parts.Count == 0 ? "" : $"; understood: {Wording.Some(parts.ToImmutable())}";
    }

    private static bool IsLabel(string text, int max) =>
        text.Length is > 0 && text.Length <= max && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);

    private static string Quoted(string text) => $"'{Printable.Escape(text, 200)}'";
}
