using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Digits;

/// <summary>The model's input: one image of a handwritten digit.</summary>
internal sealed class Digit
{
    public const int Height = 28;
    public const int Width = 28;

    /// <summary>The pixels in row-major order, from 0 for background to 255 for full ink.</summary>
    [VectorType(Height, Width)]
    public byte[] Image { get; set; } = new byte[Height * Width];

    /// <summary>The digit that the image shows, 0 to 9.</summary>
    public byte Label { get; set; }
}
