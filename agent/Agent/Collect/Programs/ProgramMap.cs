namespace AutomountAgent.Collect.Programs;

/// <summary>What a program map answered for a key.</summary>
/// <param name="Line">The entry that automount reads: the first line, continued lines joined; empty for none.</param>
/// <param name="Status">Its exit status, 128 and the signal when one ended it; null when it was killed because it took too long.</param>
/// <param name="Errors">The beginning of what it printed to standard error.</param>
/// <param name="HasMore">It printed more than that line, which automount ignores.</param>
internal sealed record ProgramAnswer(string Line, int? Status, string Errors, bool HasMore)
{
    /// <summary>automount mounts what it printed: an exit status other than 0, or nothing printed, is a key that does not exist.</summary>
    public bool IsEntry => Status == 0 && Line.Length > 0;
}

/// <summary>
/// Runs a program map once, as automount does (autofs(5), program maps): the key is its only argument, standard input is empty, the
/// first line counts, and the exit status decides. Nothing in the agent runs one unless somebody asks for it on the command line.
/// </summary>
/// <param name="maxTime">After so long it is killed, with all that it has started.</param>
internal sealed class ProgramMap(TimeSpan maxTime)
{
    private readonly ChildProgram child = new(maxTime);

    /// <summary>Runs it.</summary>
    /// <param name="path">Path of the program.</param>
    /// <param name="key">The key.</param>
    /// <param name="environment">Its environment, as <c>name=value</c>.</param>
    /// <param name="cancel">Kills it as well.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    public async Task<ProgramAnswer> RunAsync(string path, string key, IEnumerable<string> environment, CancellationToken cancel)
    {
        var answer = await child.RunAsync([path, key], environment, cancel).ConfigureAwait(false);
        var (line, hasMore) = ProgramOutput.FirstLine(answer.Output);
        return new ProgramAnswer(line, answer.Status, answer.Errors, hasMore);
    }
}
