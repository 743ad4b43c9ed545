namespace MLNetDeep.Docs.Tests;

/// <summary>A C# code block in a documentation page.</summary>
/// <param name="FirstLine">The one-based line number, in the page, of the first line of code.</param>
/// <param name="Lines">The lines of code.</param>
internal sealed record CodeBlock(int FirstLine, string[] Lines);
