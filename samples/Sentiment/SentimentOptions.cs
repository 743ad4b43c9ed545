using System.Text;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options from the command line.</summary>
internal sealed record SentimentOptions
{
    public const int DefaultMaxWords = 30_000;
    public const int DefaultMaxNGram = 2;
    public const string DefaultSvgFile = "sentiment.svg";

    /// <summary>The network defaults. They were chosen by cross-validation on the bundled sentences and on 4,000 film reviews.</summary>
    public static readonly NetworkDefaults Defaults = new(HiddenUnits: 16, Dropout: 0.5, Epochs: 8);

    /// <summary>The labelled texts; null to load a model without testing it.</summary>
    public required IReviewSource? Source { get; init; }

    public required SentimentPipeline Pipeline { get; init; }

    public int Seed => Pipeline.Training.Seed!.Value;

    /// <summary>
    /// The number of rows at the end of the data to hold out for testing. Null to use the test rows that the data set defines, or a random
    /// fraction of all rows if it defines none.
    /// </summary>
    public int? TestRowCount { get; init; }

    /// <summary>The number of cross-validation folds; null to train once and test on held-out rows.</summary>
    public int? Folds { get; init; }

    /// <summary>The options for the overfitting comparison; null to skip it.</summary>
    public OverfittingOptions? Comparison { get; init; }

    /// <summary>A text to classify; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>A file with one text per line to classify; null for none.</summary>
    public string? TextFile { get; init; }

    /// <summary>The encoding of that file; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether to show how much each word contributes to a prediction.</summary>
    public bool Explain { get; init; }

    public string? SaveFile { get; init; }

    /// <summary>The file of a saved model to use instead of training one; null to train.</summary>
    public string? LoadFile { get; init; }

    /// <summary>Where the state of the training is saved; null for nowhere.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    public string? JsonFile { get; init; }

    /// <summary>The web pages that the run makes.</summary>
    public PageOptions Pages { get; init; } = new();
}
