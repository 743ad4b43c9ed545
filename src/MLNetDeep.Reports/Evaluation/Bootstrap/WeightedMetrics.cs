namespace MLNetDeep.Reports;

/// <summary>Computes metrics of weighted rows.</summary>
/// <param name="weights">How often each row counts. They add up to the number of rows.</param>
/// <param name="values">Receives the value of each metric.</param>
internal delegate void WeightedMetrics(ReadOnlySpan<int> weights, Span<double> values);
