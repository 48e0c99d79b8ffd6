using System.Collections.Immutable;

namespace AutomountPackaging.Values;

/// <summary>A text that somebody gave.</summary>
/// <param name="Text">The text.</param>
/// <param name="Line">Its line, from 1; 0 on the command line.</param>
internal sealed record GivenText(string Text, int Line);

/// <summary>One key of a fragment: what was given for it, not parsed yet.</summary>
/// <param name="Key">The key.</param>
/// <param name="Texts">One text, or those of a list.</param>
/// <param name="File">The values file, or the option.</param>
internal sealed record Given(ValueKey Key, ImmutableArray<GivenText> Texts, string File);
