namespace MLNetDeep.Reports.Html;

/// <summary>An option of a trainer as text.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Value">The value.</param>
/// <param name="Default">The default.</param>
internal sealed record OptionText(string Name, string Value, string Default);
