using Microsoft.ML.Data;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The model's input: one picture of a digit, as MNIST has them.</summary>
internal sealed class DigitImage
{
    public const int Side = 28;
    public const int PixelCount = Side * Side;

    /// <summary>The pixels row by row, from 0 for the background to 255 for ink.</summary>
    [VectorType(Side, Side)]
    public byte[] Image { get; set; } = [];

    /// <summary>The digit that the picture shows; only training reads it.</summary>
    public byte Label { get; set; }
}
