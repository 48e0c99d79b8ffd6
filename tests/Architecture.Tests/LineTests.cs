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

    /// <summary>The lines of a string of several lines are data: a line break there would change it.</summary>
    [Fact]
    public void NoLineIsLongerThanTheEditorShows() => Report.Nothing(
        from file in Files
        let text = File.ReadAllText(Path.Combine(Repository.Root, file))
        let data = SourceText.LinesOfData(text)
        from line in text.Split('\n').Index()
        where line.Item.Length > MaxLength && !data.Contains(line.Index)
        select $"{file}:{line.Index + 1}: {line.Item.Length} characters");

    [Fact]
    public void AnExpressionHasOneConditionalOperatorAtMost() => Report.Nothing(
        from file in Files
        let root = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, file)), SourceText.Options).GetRoot()
        from expression in root.DescendantNodes().OfType<ConditionalExpressionSyntax>().GroupBy(Whole)
        where expression.Count() > 1 || expression.Any(IsNested)
        select $"{file}:{expression.Key.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {expression.Count()} conditional " +
            "operators");

    /// <summary>
    /// The expression that a reader sees as one: up to the statement, the lambda, the arm of a switch or the member of an initializer that
    /// it is the value of.
    /// </summary>
    private static SyntaxNode Whole(ConditionalExpressionSyntax conditional)
    {
        SyntaxNode whole = conditional;
        while (whole.Parent is { } parent && !IsFrame(parent))
        {
            whole = parent;
        }

        return whole;
    }

    /// <summary>Whether a conditional operator is in an operand of another one, by way of an initializer.</summary>
    private static bool IsNested(ConditionalExpressionSyntax conditional) => conditional.Ancestors()
        .TakeWhile(node => IsMemberValue(node) || !IsFrame(node))
        .Any(node => node is ConditionalExpressionSyntax);

    private static bool IsMemberValue(SyntaxNode node) => node is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax };

    private static bool IsFrame(SyntaxNode node) => IsMemberValue(node) || node
        is AnonymousFunctionExpressionSyntax
        or ArrowExpressionClauseSyntax
        or EqualsValueClauseSyntax
        or MemberDeclarationSyntax
        or StatementSyntax
        or SwitchExpressionArmSyntax;
}
