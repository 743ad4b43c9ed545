namespace MLNetDeep.Reports.Html;

/// <summary>A metric in the report.</summary>
/// <param name="Name">The name of the property of ML.NET's metrics, such as <c>MicroAccuracy</c>.</param>
/// <param name="Label">What the report calls it.</param>
/// <param name="Value">The value.</param>
/// <param name="Meaning">What it says, in a sentence.</param>
/// <param name="IsMain">Whether it stands at the top of the report.</param>
internal sealed record MetricRow(string Name, string Label, double Value, string Meaning, bool IsMain = false);
