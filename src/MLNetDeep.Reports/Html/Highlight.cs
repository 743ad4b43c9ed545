namespace MLNetDeep.Reports.Html;

/// <summary>One of the main numbers at the top of the report.</summary>
/// <param name="Name">What the number is.</param>
/// <param name="Value">The number as text.</param>
/// <param name="Note">A short remark below it, such as its interval; empty for none.</param>
internal sealed record Highlight(string Name, string Value, string Note);
