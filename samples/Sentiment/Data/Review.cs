namespace MLNetDeep.Samples.Sentiment;

/// <summary>A text and its label; the model's input.</summary>
internal sealed class Review
{
    public string Text { get; set; } = "";

    /// <summary>The label: true if the text is positive. Predictions ignore it.</summary>
    public bool Label { get; set; }
}
