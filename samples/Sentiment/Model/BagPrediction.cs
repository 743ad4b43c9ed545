using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The output for one text of a model with a bag of words.</summary>
internal sealed class BagPrediction : SentimentPrediction
{
    /// <summary>The bag of words: one value per word or n-gram of the vocabulary.</summary>
    public VBuffer<float> Features { get; set; }
}
