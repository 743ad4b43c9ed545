using Microsoft.ML.Data;

namespace MLNetDeep.Samples.Digits;

/// <summary>The model's input: one digit.</summary>
internal sealed class Digit
{
    public const int Height = 28;
    public const int Width = 28;

    /// <summary>The pixels, row by row: 0 is background, 255 ink.</summary>
    [VectorType(Height, Width)]
    public byte[] Image { get; set; } = new byte[Height * Width];

    /// <summary>The true class, 0 to 9.</summary>
    public byte Label { get; set; }
}
