using System.Collections.Immutable;
using System.Text;

namespace Automount.Maps;

/// <summary>
/// Collects the comments of a map file that allow findings, while the file is scanned. For automount they are comments like any other:
/// whole lines that begin with <c>#</c> (autofs(5)).
/// </summary>
internal sealed class AllowScanner
{
    /// <summary>More of a comment is not read.</summary>
    private const int MaxLength = 1024;

    private readonly StringBuilder text = new();
    private readonly List<AllowComment> pending = [];
    private readonly ImmutableArray<AllowComment>.Builder all = ImmutableArray.CreateBuilder<AllowComment>();
    private int line;
    private bool hasEntries;

    /// <summary>What is allowed for the whole file; null for nothing.</summary>
    public Allowance? OfFile { get; private set; }

    /// <summary>A comment begins.</summary>
    public void Begin(int atLine)
    {
        text.Clear().Append('#');
        line = atLine;
    }

    /// <summary>A character of the comment.</summary>
    public void Add(char c)
    {
        if (text.Length is > 0 and < MaxLength)
        {
            text.Append(c);
        }
    }

    /// <summary>The line of the comment ends.</summary>
    public void End()
    {
        if (text.Length > AllowComment.Mark.Length && text.ToString() is var comment && AllowComment.IsOne(comment))
        {
            pending.Add(AllowComment.Parse(comment, line));
        }

        text.Clear();
    }

    /// <summary>There is an empty line.</summary>
    public void EmptyLine()
    {
        if (pending.Count == 0)
        {
            return;
        }

        var scope = hasEntries ? AllowScope.Nothing : AllowScope.File;
        all.AddRange(pending.Select(comment => comment with { Scope = scope }));
        if (!hasEntries)
        {
            OfFile = new Allowance(pending, OfFile);
        }

        pending.Clear();
    }

    /// <summary>An entry, or a line that is skipped, ends. What is allowed for it; null for nothing.</summary>
    public Allowance? Entry()
    {
        hasEntries = true;
        if (pending.Count == 0)
        {
            return OfFile;
        }

        all.AddRange(pending.Select(comment => comment with { Scope = AllowScope.Entry }));
        var allowed = new Allowance(pending, OfFile);
        pending.Clear();
        return allowed;
    }

    /// <summary>The file ends. Every comment, in order.</summary>
    public ImmutableArray<AllowComment> EndOfFile()
    {
        End();
        EmptyLine();
        return all.DrainToImmutable();
    }
}
