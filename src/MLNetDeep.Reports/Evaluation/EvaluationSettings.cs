namespace MLNetDeep.Reports;

/// <summary>Which columns of a scored view are read, and how much is computed of them.</summary>
internal sealed record EvaluationSettings
{
    /// <summary>The label column.</summary>
    public string Label { get; init; } = "Label";

    /// <summary>The score column.</summary>
    public string Score { get; init; } = "Score";

    /// <summary>The column with the probability of true. It may be missing.</summary>
    public string Probability { get; init; } = "Probability";

    /// <summary>The column with the predicted class, whose key values name the classes. It may be missing.</summary>
    public string PredictedLabel { get; init; } = "PredictedLabel";

    /// <summary>The column with the images of the examples; null for none.</summary>
    public string? Image { get; init; }

    /// <summary>The column with the texts of the examples; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>The number of first rows that become examples.</summary>
    public int FirstRows { get; init; } = 9;

    /// <summary>The number of the most confident mistakes, or of the largest errors, that become examples.</summary>
    public int Mistakes { get; init; } = 18;

    /// <summary>The number of bootstrap samples; see <see cref="Bootstrap.SampleCount"/>. 0 for none.</summary>
    public int Samples { get; init; } = 1000;

    /// <summary>The seed of the bootstrap samples.</summary>
    public int Seed { get; init; }
}
