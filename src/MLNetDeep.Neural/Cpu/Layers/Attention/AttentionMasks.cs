using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The dropout of the attention weights of one head in one row.</summary>
/// <param name="key">The key of the random sequence of the step.</param>
/// <param name="first">The position of the first weight in that sequence, in values.</param>
/// <param name="rate">The probability that a weight is dropped; 0 outside training.</param>
internal readonly unsafe struct AttentionMasks(ulong key, ulong first, double rate)
{
    /// <summary>Whether any weight may be dropped.</summary>
    public bool IsActive => rate > 0;

    /// <summary>Draws the mask of the weights of one position.</summary>
    public void Draw(int position, float* mask, int stride) => DropoutMask.Fill(
        mask,
        stride,
        key,
        (first + ((ulong)position * (ulong)stride)) / 2,
        DropoutMasks.Threshold(rate),
        DropoutMasks.Scale(rate));
}
