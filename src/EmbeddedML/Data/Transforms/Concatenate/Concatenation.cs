namespace Microsoft.ML.Data;

/// <summary>One column that a concatenation makes, and the columns that it strings together.</summary>
/// <param name="Name">The column to make.</param>
/// <param name="Sources">The columns that it is made of, and what slot names call each where that is not the column's name.</param>
internal sealed record Concatenation(string Name, IReadOnlyList<(string Name, string? Alias)> Sources);
