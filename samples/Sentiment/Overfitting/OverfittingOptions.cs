namespace MLNetDeep.Samples.Sentiment;

/// <summary>How to compare networks by how they over-fit.</summary>
/// <param name="Epochs">How long each is trained.</param>
/// <param name="ValidationShare">The share of the training rows that they are judged by and not trained with.</param>
/// <param name="Patience">Early stopping's.</param>
/// <param name="SvgFile">The curves are drawn in two files of this name, with .loss and .accuracy before the extension.</param>
internal sealed record OverfittingOptions(int Epochs, double ValidationShare, int Patience, string SvgFile)
{
    public const int DefaultEpochs = 20;
    public const double DefaultValidationShare = 0.2;
    public const int DefaultPatience = 2;

    public string LossFile => Path.ChangeExtension(SvgFile, ".loss.svg");

    public string AccuracyFile => Path.ChangeExtension(SvgFile, ".accuracy.svg");
}
