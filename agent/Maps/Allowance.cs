namespace Automount.Maps;

/// <summary>What the comments of a map file allow, for one entry or for all of them. Immutable.</summary>
public sealed class Allowance
{
    private readonly Dictionary<string, AllowComment> byCode = new(StringComparer.Ordinal);
    private readonly Allowance? ofFile;

    /// <summary>What some comments allow.</summary>
    /// <param name="comments">The comments.</param>
    /// <param name="ofFile">What is allowed for the whole file; null for nothing.</param>
    internal Allowance(IEnumerable<AllowComment> comments, Allowance? ofFile)
    {
        this.ofFile = ofFile;
        foreach (var comment in comments)
        {
            foreach (var code in comment.Codes)
            {
                byCode.TryAdd(code, comment);
            }
        }
    }

    /// <summary>The comment that allows a code, that of the entry before that of the file; null when none does.</summary>
    public AllowComment? Find(string code) => byCode.GetValueOrDefault(code) ?? ofFile?.Find(code);
}
