namespace MLNetDeep.Samples.Sentiment;

/// <summary>The results, as they are written as JSON. After a cross-validation they are the means over the folds.</summary>
/// <param name="Accuracy">The share of the rows held out that are told right.</param>
/// <param name="AreaUnderRocCurve">How often a positive row has a higher score than a negative one.</param>
/// <param name="F1Score">The harmonic mean of precision and recall of the positive rows.</param>
/// <param name="Vocabulary">The number of words and n-grams that the model knows.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="Epochs">The epochs that were trained; 0 for a model that was loaded.</param>
/// <param name="SecondsPerEpoch">The mean time of an epoch; 0 for a model that was loaded.</param>
internal sealed record SentimentReport(
    double Accuracy, double AreaUnderRocCurve, double F1Score, double Vocabulary, double Parameters, double Epochs, double SecondsPerEpoch);
