namespace MLNetDeep.Reports;

/// <summary>A point of a chart.</summary>
/// <param name="X">The coordinate on the horizontal axis.</param>
/// <param name="Y">The coordinate on the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);
