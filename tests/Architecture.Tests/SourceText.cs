using Microsoft.CodeAnalysis.CSharp;

namespace ArchitectureTests;

/// <summary>How source files are parsed.</summary>
public static class SourceText
{
    /// <summary>The language version of the build.</summary>
    public static CSharpParseOptions Options { get; } = new(LanguageVersion.Latest);
}
