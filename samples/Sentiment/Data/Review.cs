namespace MLNetDeep.Samples.Sentiment;

/// <summary>The model's input: one text.</summary>
internal sealed class Review
{
    public string Text { get; set; } = "";

    /// <summary>Whether the text is positive. Not used for prediction.</summary>
    public bool Label { get; set; }
}
