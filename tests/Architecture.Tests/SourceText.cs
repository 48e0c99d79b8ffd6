using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArchitectureTests;

/// <summary>How source files are parsed.</summary>
public static class SourceText
{
    /// <summary>The language version of the build.</summary>
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest);

    /// <summary>The lines, from 0, that a string literal of several lines covers.</summary>
    public static HashSet<int> LinesOfData(string source) =>
    [
        .. from node in CSharpSyntaxTree.ParseText(source, Options).GetRoot().DescendantNodes()
           where node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
           let span = node.GetLocation().GetLineSpan()
           where span.EndLinePosition.Line > span.StartLinePosition.Line
           from line in Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)
           select line,
    ];
}
