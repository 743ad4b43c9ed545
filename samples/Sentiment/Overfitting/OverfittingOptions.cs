namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options of the overfitting comparison.</summary>
/// <param name="Epochs">The number of epochs of each network.</param>
/// <param name="ValidationShare">The share of the training rows that is used for validation instead of training.</param>
/// <param name="Patience">The patience of early stopping, in epochs.</param>
/// <param name="SvgFile">The base name of the two SVG files, which get .loss and .accuracy before the extension.</param>
internal sealed record OverfittingOptions(int Epochs, double ValidationShare, int Patience, string SvgFile)
{
    public const int DefaultEpochs = 20;
    public const double DefaultValidationShare = 0.2;
    public const int DefaultPatience = 2;

    public string LossFile => Path.ChangeExtension(SvgFile, ".loss.svg");

    public string AccuracyFile => Path.ChangeExtension(SvgFile, ".accuracy.svg");
}
