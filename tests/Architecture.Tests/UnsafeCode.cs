using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ArchitectureTests;

/// <summary>Finds unsafe code in a source file.</summary>
public static class UnsafeCode
{
    /// <summary>Whether a file has the word <c>unsafe</c>, or declares a native function.</summary>
    public static bool IsIn(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, SourceText.Options).GetRoot();
        return root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword))
            || root.DescendantNodes()
                .OfType<AttributeSyntax>()
                .Any(attribute => attribute.Name.ToString() is "LibraryImport" or "DllImport");
    }
}
