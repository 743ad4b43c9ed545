namespace MLNetDeep.Docs.Tests;

/// <summary>A C# block of a page.</summary>
/// <param name="FirstLine">The number of its first line of code in the page.</param>
/// <param name="Lines">The code.</param>
internal sealed record CodeBlock(int FirstLine, string[] Lines);
