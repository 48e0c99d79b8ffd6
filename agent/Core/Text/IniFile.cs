using System.Collections.Immutable;
using System.Text;

namespace Automount.Text;

/// <summary>One <c>key = value</c> line of an INI file.</summary>
/// <param name="Section">Name of the section, as written; empty before the first one.</param>
/// <param name="Key">Key, as written.</param>
/// <param name="Value">Value without the blanks around it; continuation lines joined by a blank.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line, from 1.</param>
public sealed record IniEntry(string Section, string Key, string Value, string File, int Line);

/// <summary>
/// An INI file as libini_config reads sssd.conf: <c>#</c> and <c>;</c> start comment lines, a line that starts with a blank continues the
/// value before it. Unlike Microsoft.Extensions.Configuration.Ini it keeps line numbers, which every error message needs.
/// </summary>
/// <param name="Entries">The entries, in order; a repeated key is there twice.</param>
/// <param name="Sections">The section names, in order, each once.</param>
/// <param name="Problems">Lines that are neither section, entry nor comment.</param>
public sealed record IniFile(ImmutableArray<IniEntry> Entries, ImmutableArray<string> Sections, ImmutableArray<FileProblem> Problems)
{
    /// <summary>Path of the file, as it was given.</summary>
    public string Path { get; init; } = "";

    /// <summary>The line of the first header of each of <see cref="Sections"/>, in the same order.</summary>
    public ImmutableArray<int> SectionLines { get; init; } = [];

    /// <summary>Parses a text. It never throws: what cannot be understood is a problem with its line.</summary>
    /// <param name="text">Content of the file.</param>
    /// <param name="file">Its path, for messages.</param>
    public static IniFile Parse(string text, string file)
    {
        var entries = ImmutableArray.CreateBuilder<IniEntry>();
        var sections = ImmutableArray.CreateBuilder<string>();
        var sectionLines = ImmutableArray.CreateBuilder<int>();
        var problems = ImmutableArray.CreateBuilder<FileProblem>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var continued = new StringBuilder();
        var section = "";
        var canContinue = false;
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] is '#' or ';')
            {
                canContinue &= !line.IsEmpty;
            }
            else if (canContinue && raw[0] is ' ' or '\t')
            {
                continued.Append(' ').Append(line);
            }
            else if (line[0] == '[')
            {
                EndContinuation();
                if (line[^1] != ']' || line[1..^1].Trim().IsEmpty)
                {
                    problems.Add(new FileProblem(file, number, "a section must be written [name]"));
                    continue;
                }

                section = line[1..^1].Trim().ToString();
                if (known.Add(section))
                {
                    sections.Add(section);
                    sectionLines.Add(number);
                }
            }
            else if (line.IndexOf('=') is > 0 and var at)
            {
                EndContinuation();
                entries.Add(new IniEntry(section, line[..at].TrimEnd().ToString(), line[(at + 1)..].TrimStart().ToString(), file, number));
                canContinue = true;
            }
            else
            {
                EndContinuation();
                problems.Add(new FileProblem(file, number, "expected [section], key = value, or a comment"));
            }
        }

        EndContinuation();
        return new IniFile(entries.ToImmutable(), sections.ToImmutable(), problems.ToImmutable())
        {
            Path = file,
            SectionLines = sectionLines.ToImmutable(),
        };

        void EndContinuation()
        {
            canContinue = false;
            if (continued.Length > 0)
            {
                entries[^1] = entries[^1] with { Value = (entries[^1].Value + continued).Trim() };
                continued.Clear();
            }
        }
    }
}
