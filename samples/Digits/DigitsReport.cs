namespace MLNetDeep.Samples.Digits;

/// <summary>The results in the JSON file.</summary>
/// <param name="MicroAccuracy">The fraction of the test digits that are classified correctly.</param>
/// <param name="MacroAccuracy">The mean of the accuracies of the ten classes.</param>
/// <param name="LogLoss">The mean of -ln(p) over the test digits, where p is the predicted probability of the true class.</param>
/// <param name="LogLossReduction">The improvement of the log-loss over predicting the class frequencies; 1 is perfect.</param>
/// <param name="Epochs">The number of trained epochs.</param>
/// <param name="Iterations">The number of trained mini-batches.</param>
/// <param name="SecondsPerEpoch">The mean time of an epoch; 0 if no epoch was completed.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="WeightsSha256">The SHA-256 hash of all weights and biases, to compare networks bit for bit.</param>
internal sealed record DigitsReport(
    double MicroAccuracy,
    double MacroAccuracy,
    double LogLoss,
    double LogLossReduction,
    int Epochs,
    long Iterations,
    double SecondsPerEpoch,
    long Parameters,
    string WeightsSha256);
