using Microsoft.ML.Data;

namespace MLNetDeepDigits;

/// <summary>A picture of 28 x 28 pixels from 0 (background) to 255 (ink), and the digit that it shows.</summary>
public sealed class Digit
{
    [VectorType(28, 28)]
    public byte[] Image { get; set; } = [];

    public byte Label { get; set; }
}
