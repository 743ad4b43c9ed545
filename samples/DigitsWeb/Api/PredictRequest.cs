using System.ComponentModel.DataAnnotations;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>A picture of a handwritten digit.</summary>
/// <param name="Pixels">
/// The 28 x 28 pixels row by row: whole numbers from 0 for the background to 255 for ink. The digit is scaled to fit 20 x 20 pixels, and its
/// centre of mass is the middle of the picture, as in MNIST.
/// </param>
/// <param name="Activations">Whether the response has the activations of the network's first layer.</param>
public sealed record PredictRequest(
    [property: Required, Length(DigitImage.PixelCount, DigitImage.PixelCount)] int[]? Pixels, bool Activations = false);
