namespace MLNetDeep.Samples.Sentiment;

/// <summary>A text as it goes into the model.</summary>
internal sealed class Review
{
    public string Text { get; set; } = "";

    /// <summary>Whether it is positive. Not used where a sentiment is predicted.</summary>
    public bool Label { get; set; }
}
