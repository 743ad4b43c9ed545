namespace MLNetDeep.Reports;

/// <summary>A row that is shown.</summary>
/// <param name="Row">The position of the row in the scored view, counted from 0.</param>
/// <param name="Label">The name of the true class, or the true number.</param>
/// <param name="Predicted">The name of the predicted class, or the predicted number.</param>
/// <param name="Confidence">
/// The probability of the predicted class; null for regression, and if the scores are no probabilities.
/// </param>
/// <param name="IsCorrect">Whether the predicted class is the true one; null for regression.</param>
/// <param name="Image">The image; null if no image column was given.</param>
/// <param name="Text">The text; null if no text column was given.</param>
internal sealed record Example(
    long Row, string Label, string Predicted, double? Confidence, bool? IsCorrect, ExampleImage? Image, string? Text);
