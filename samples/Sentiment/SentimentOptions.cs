namespace MLNetDeep.Samples.Sentiment;

/// <summary>What to train or load, what to try it on, and where results go.</summary>
internal sealed record SentimentOptions
{
    public const int DefaultWords = 30_000;
    public const int DefaultMaxNGram = 2;
    public const string DefaultSvgFile = "sentiment.svg";

    /// <summary>What cross-validation on the shipped sentences and on 4,000 film reviews found good for both.</summary>
    public static readonly NetworkDefaults Defaults = new(HiddenUnits: 16, Dropout: 0.5, Epochs: 8);

    /// <summary>The rows; null to load a model and judge it by none.</summary>
    public required IReviewSource? Source { get; init; }

    public required SentimentPipeline Pipeline { get; init; }

    public int Seed => Pipeline.Network.Seed!.Value;

    /// <summary>How many of the last rows are held out; null for the source's own test rows, or a share of the rows.</summary>
    public int? TestLast { get; init; }

    /// <summary>The number of folds to cross-validate with; null to hold rows out.</summary>
    public int? Folds { get; init; }

    /// <summary>How networks are compared; null for not at all.</summary>
    public OverfittingOptions? Comparison { get; init; }

    /// <summary>A text to show the sentiment of.</summary>
    public string? Text { get; init; }

    /// <summary>A file with a text on each line to show the sentiments of.</summary>
    public string? TextFile { get; init; }

    /// <summary>Whether to show what each word contributes to the sentiment.</summary>
    public bool Explain { get; init; }

    public string? SaveFile { get; init; }

    /// <summary>The model to use instead of training one.</summary>
    public string? LoadFile { get; init; }

    public string? JsonFile { get; init; }
}
