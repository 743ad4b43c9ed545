namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options of a run: the model, the data, the texts and the output files.</summary>
internal sealed record SentimentOptions
{
    public const int DefaultWords = 30_000;
    public const int DefaultMaxNGram = 2;
    public const string DefaultSvgFile = "sentiment.svg";

    /// <summary>Chosen by cross-validation on the shipped sentences and on 4,000 film reviews.</summary>
    public static readonly NetworkDefaults Defaults = new(HiddenUnits: 16, Dropout: 0.5, Epochs: 8);

    /// <summary>The data; null to load a model without testing it.</summary>
    public required IReviewSource? Source { get; init; }

    public required SentimentPipeline Pipeline { get; init; }

    public int Seed => Pipeline.Network.Seed!.Value;

    /// <summary>The number of last rows to hold out; null for the source's own test rows or a random share.</summary>
    public int? TestLast { get; init; }

    /// <summary>The number of cross-validation folds; null to hold out rows instead.</summary>
    public int? Folds { get; init; }

    /// <summary>The options of the overfitting comparison; null for none.</summary>
    public OverfittingOptions? Comparison { get; init; }

    /// <summary>A text to classify.</summary>
    public string? Text { get; init; }

    /// <summary>A file of texts to classify, one per line.</summary>
    public string? TextFile { get; init; }

    /// <summary>Whether to show the contribution of each word.</summary>
    public bool Explain { get; init; }

    public string? SaveFile { get; init; }

    /// <summary>The model to use instead of training one.</summary>
    public string? LoadFile { get; init; }

    public string? JsonFile { get; init; }
}
