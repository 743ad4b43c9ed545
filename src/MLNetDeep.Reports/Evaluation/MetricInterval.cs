namespace MLNetDeep.Reports;

/// <summary>A metric with a 95% confidence interval.</summary>
/// <param name="Name">The name of the metric, such as <c>micro accuracy</c>.</param>
/// <param name="Value">The metric on all rows.</param>
/// <param name="Low">The lower end of the interval: NaN if there is none, as when fewer than two rows can be drawn.</param>
/// <param name="High">The upper end of the interval; NaN if there is none.</param>
public sealed record MetricInterval(string Name, double Value, double Low, double High);
