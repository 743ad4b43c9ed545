namespace MLNetDeep.Samples.Sentiment;

/// <summary>The results in the JSON file. After cross-validation, each value is the mean over the folds.</summary>
/// <param name="Accuracy">The fraction of the held-out rows that are classified correctly.</param>
/// <param name="AreaUnderRocCurve">The probability that a random positive row has a higher score than a random negative row.</param>
/// <param name="F1Score">The harmonic mean of the precision and recall of the positive class.</param>
/// <param name="Vocabulary">The number of words and n-grams in the vocabulary.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="Epochs">The number of trained epochs; 0 for a loaded model.</param>
/// <param name="SecondsPerEpoch">The mean time of an epoch; 0 for a loaded model.</param>
internal sealed record SentimentReport(
    double Accuracy, double AreaUnderRocCurve, double F1Score, double Vocabulary, double Parameters, double Epochs, double SecondsPerEpoch);
