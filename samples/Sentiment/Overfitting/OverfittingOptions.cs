namespace MLNetDeep.Samples.Sentiment;

/// <summary>Options for the overfitting comparison.</summary>
/// <param name="Epochs">The maximum number of training epochs of each network.</param>
/// <param name="ValidationFraction">The fraction of the training rows that are used for validation instead of training.</param>
/// <param name="Patience">Early stopping ends the training after this many epochs without a new lowest validation loss.</param>
/// <param name="SvgFile">The base name of the two SVG files: x.svg means x.loss.svg and x.accuracy.svg.</param>
internal sealed record OverfittingOptions(int Epochs, double ValidationFraction, int Patience, string SvgFile)
{
    public const int DefaultEpochs = 20;
    public const double DefaultValidationFraction = 0.2;
    public const int DefaultPatience = 2;

    public string LossFile => Path.ChangeExtension(SvgFile, ".loss.svg");

    public string AccuracyFile => Path.ChangeExtension(SvgFile, ".accuracy.svg");
}
