namespace MLNetDeep.Neural.Training;

/// <summary>The options that the state of early stopping depends on. A checkpoint stores them beside the state.</summary>
/// <param name="Monitor">See <see cref="EarlyStopping.Monitor"/>.</param>
/// <param name="MinDelta">See <see cref="EarlyStopping.MinDelta"/>.</param>
/// <param name="RestoreBestWeights">See <see cref="EarlyStopping.RestoreBestWeights"/>.</param>
/// <param name="ValidationRows">The number of validation rows.</param>
/// <param name="TopK">See <see cref="FitOptions.TopK"/>; 0 if another metric is monitored.</param>
internal sealed record EarlyStoppingIdentity(TrainingMetric Monitor, double MinDelta, bool RestoreBestWeights, int ValidationRows, int TopK = 0);
