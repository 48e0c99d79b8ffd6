using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace ArchitectureTests;

/// <summary>What a reader can take in at once: rules on single lines and expressions, for all C# of the repository.</summary>
public class LineTests
{
    /// <summary>The same as <c>max_line_length</c> in .editorconfig.</summary>
    private const int MaxLength = 140;

    private static IEnumerable<string> Files => Repository.Sources("agent", "packaging", "tests");

    [Fact]
    public void NoLineIsLongerThanTheEditorShows() => Report.Nothing(
        from file in Files
        from line in File.ReadLines(Path.Combine(Repository.Root, file)).Index()
        where line.Item.Length > MaxLength
        select $"{file}:{line.Index + 1}: {line.Item.Length} characters");

    [Fact]
    public void AnExpressionHasOneConditionalOperatorAtMost() => Report.Nothing(
        from file in Files
        let root = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, file)), SourceText.Options).GetRoot()
        from expression in root.DescendantNodes().OfType<ConditionalExpressionSyntax>().GroupBy(Whole)
        where expression.Count() > 1
        select $"{file}:{expression.Key.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {expression.Count()} conditional operators");

    /// <summary>The expression that a reader sees as one: up to the statement, the lambda or the arm of a switch that it is in.</summary>
    private static SyntaxNode Whole(ConditionalExpressionSyntax conditional)
    {
        SyntaxNode whole = conditional;
        while (whole.Parent is { } parent && !IsFrame(parent))
        {
            whole = parent;
        }

        return whole;
    }

    private static bool IsFrame(SyntaxNode node) => node
        is AnonymousFunctionExpressionSyntax
        or ArrowExpressionClauseSyntax
        or EqualsValueClauseSyntax
        or MemberDeclarationSyntax
        or StatementSyntax
        or SwitchExpressionArmSyntax;
}
