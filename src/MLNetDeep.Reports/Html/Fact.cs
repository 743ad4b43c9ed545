namespace MLNetDeep.Reports.Html;

/// <summary>A name and a value in a list of facts.</summary>
/// <param name="Name">What the value is.</param>
/// <param name="Value">The value as text.</param>
internal sealed record Fact(string Name, string Value);
