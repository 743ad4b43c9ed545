namespace MLNetDeep.Reports;

/// <summary>The rows whose predicted probability is in one range.</summary>
/// <param name="Lower">The lower end of the range. It belongs to the bin only in the first bin.</param>
/// <param name="Upper">The upper end of the range. It belongs to the bin.</param>
/// <param name="Predicted">The mean predicted probability of the rows; NaN if there are none.</param>
/// <param name="Observed">
/// The share of the rows for which the prediction is true: of positive rows for two classes, of rows predicted right for more; NaN if
/// there are no rows.
/// </param>
/// <param name="Count">The number of rows.</param>
public sealed record CalibrationBin(double Lower, double Upper, double Predicted, double Observed, long Count);
