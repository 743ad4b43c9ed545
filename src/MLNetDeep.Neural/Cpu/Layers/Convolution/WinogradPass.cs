using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The operands and the result of a <see cref="WinogradConvolution"/>: f(sums + bias), or the maxima of windows of 2 x 2.
/// </summary>
internal unsafe struct WinogradPass
{
    /// <summary>The picture, with padding.</summary>
    public float* Picture;

    /// <summary>The transformed weights, see <see cref="WinogradWeights"/>.</summary>
    public float* Weights;

    /// <summary>The biases, padded to cache lines.</summary>
    public float* Bias;

    /// <summary>f.</summary>
    public ActivationFunction Function;

    /// <summary>Whether the result is the maxima of windows of 2 x 2. The height and width of the output must be even.</summary>
    public bool TakesMaxima;

    /// <summary>The result at the first position of the whole output, or the first of all maxima.</summary>
    public float* Result;

    /// <summary>Receives the place in its window of each maximum; null if not wanted.</summary>
    public float* Places;
}
