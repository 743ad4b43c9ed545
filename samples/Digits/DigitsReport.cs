namespace MLNetDeep.Samples.Digits;

/// <summary>The results that are written as JSON.</summary>
internal sealed record DigitsReport(
    double MicroAccuracy,
    double MacroAccuracy,
    double LogLoss,
    double LogLossReduction,
    int Epochs,
    int Iterations,
    double SecondsPerEpoch,
    long Parameters,
    string WeightsSha256);
