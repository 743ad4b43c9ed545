namespace MLNetDeep.Samples.Sentiment;

/// <summary>The model's output for one text.</summary>
internal class SentimentPrediction
{
    /// <summary>Whether the text is predicted to be positive.</summary>
    public bool PredictedLabel { get; set; }

    /// <summary>The logit: ln(p / (1 - p)), where p is the probability that the text is positive.</summary>
    public float Score { get; set; }

    /// <summary>The predicted probability that the text is positive.</summary>
    public float Probability { get; set; }
}
