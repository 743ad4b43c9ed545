using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The model's output for one text.</summary>
internal sealed class SentimentPrediction
{
    /// <summary>The bag of words: one slot per word of the vocabulary.</summary>
    public VBuffer<float> Features { get; set; }

    /// <summary>Whether the text is positive.</summary>
    public bool PredictedLabel { get; set; }

    /// <summary>The logit.</summary>
    public float Score { get; set; }

    /// <summary>The probability that the text is positive.</summary>
    public float Probability { get; set; }
}
