namespace MLNetDeep.Reports;

/// <summary>A point of a chart.</summary>
/// <param name="X">Where it lies on the horizontal axis.</param>
/// <param name="Y">Where it lies on the vertical axis.</param>
public readonly record struct ChartPoint(double X, double Y);
