using MLNetDeep.Neural.Cpu.Kernels;
using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The masks of dropout layers that <see cref="CpuBackend"/> draws, for backends that shall train with the same ones.</summary>
public static class DropoutMasks
{
    /// <summary>Draws the mask of one row. It depends on the arguments alone.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="index">
    /// The layer's index in the network, counted from 0; for a layer in another layer, the number from <see cref="NestedIndex"/>.
    /// </param>
    /// <param name="seed">The seed of the training; see <see cref="FitOptions.Seed"/>.</param>
    /// <param name="step">The number of steps taken before this one.</param>
    /// <param name="row">The row's position in the batch, counted from 0.</param>
    /// <param name="mask">
    /// Receives the number by which each value of the row is multiplied: 0 with probability <see cref="Dropout.Rate"/>, otherwise
    /// 1 / (1 - rate). The length is the number of values in a row.
    /// </param>
    public static void Draw(Dropout layer, int index, int seed, long step, int row, Span<float> mask)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Draw(layer.Rate, index, seed, step, row, mask);
    }

    /// <summary>Draws the mask of one row of a dropout layer with this rate. It depends on the arguments alone.</summary>
    /// <param name="rate">The probability of 0, in [0, 1).</param>
    /// <param name="index">
    /// The layer's index in the network, counted from 0; for a layer in another layer, the number from <see cref="NestedIndex"/>.
    /// </param>
    /// <param name="seed">The seed of the training; see <see cref="FitOptions.Seed"/>.</param>
    /// <param name="step">The number of steps taken before this one.</param>
    /// <param name="row">The row's position in the batch, counted from 0.</param>
    /// <param name="mask">
    /// Receives the number by which each value is multiplied: 0 with probability <paramref name="rate"/>, otherwise 1 / (1 - rate). The length
    /// is the number of values in a row, or the number of channels for <see cref="SpatialDropout"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside [0, 1).</exception>
    public static void Draw(double rate, int index, int seed, long step, int row, Span<float> mask) =>
        Draw(StepKey(LayerKey(seed, index), step), Guard.ShareBelowOne(rate, nameof(rate)), row, mask);

    /// <summary>Draws a mask of one row of a recurrent layer. It depends on the arguments alone and is the same at all time steps.</summary>
    /// <param name="layer">The layer; of a <see cref="Bidirectional"/> layer, the inner one.</param>
    /// <param name="ofStates">
    /// True for the mask of the states, with the rate <see cref="RecurrentLayer.RecurrentDropout"/>; false for that of the features, with
    /// the rate <see cref="RecurrentLayer.Dropout"/>.
    /// </param>
    /// <param name="isReverse">Whether it is the direction of a <see cref="Bidirectional"/> layer that reads backwards.</param>
    /// <param name="index">
    /// The layer's index in the network, counted from 0; for a layer in another layer, the number from <see cref="NestedIndex"/>.
    /// </param>
    /// <param name="seed">The seed of the training; see <see cref="FitOptions.Seed"/>.</param>
    /// <param name="step">The number of steps of the optimizer taken before this one.</param>
    /// <param name="row">The row's position in the batch, counted from 0.</param>
    /// <param name="mask">
    /// Receives the number by which each value is multiplied: 0 with the probability of the rate, otherwise 1 / (1 - rate). The length is
    /// the number of features or units.
    /// </param>
    public static void DrawRecurrent(
        RecurrentLayer layer, bool ofStates, bool isReverse, int index, int seed, long step, int row, Span<float> mask)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ulong key = StepKey(RecurrentKey(seed, index, ofStates, isReverse), step);
        Draw(key, ofStates ? layer.RecurrentDropout : layer.Dropout, row, mask);
    }

    /// <summary>Draws the mask of one row from the key of a step.</summary>
    internal static unsafe void Draw(ulong stepKey, double rate, int row, Span<float> mask)
    {
        // The draws of a row go on in its padding, up to a whole cache line.
        ulong position = (ulong)row * (ulong)AlignedBuffer.Pad(mask.Length) / 2;
        int whole = mask.Length - (mask.Length % AlignedBuffer.LineLength);
        fixed (float* start = mask)
        {
            DropoutMask.Fill(start, whole, stepKey, position, Threshold(rate), Scale(rate));
        }

        if (whole < mask.Length)
        {
            float* end = stackalloc float[AlignedBuffer.LineLength];
            DropoutMask.Fill(end, AlignedBuffer.LineLength, stepKey, position + ((ulong)whole / 2), Threshold(rate), Scale(rate));
            new ReadOnlySpan<float>(end, mask.Length - whole).CopyTo(mask[whole..]);
        }
    }

    /// <summary>Returns the number that stands for the index of a layer in another layer.</summary>
    /// <param name="outer">The index in the network of the layer that contains the layer, or the number that this method has returned for it.</param>
    /// <param name="position">The layer's position among the layers of the layer that contains it, counted from 0.</param>
    /// <returns>A negative number, which is no index in a network.</returns>
    public static int NestedIndex(int outer, int position) =>
        (int)(SplitMix64.At(unchecked((uint)outer), (ulong)position) >> 33) - int.MaxValue - 1;

    /// <summary>The key of a layer's masks.</summary>
    internal static ulong LayerKey(int seed, int index) => Seeds.Key(seed, RandomStream.Dropout, index);

    /// <summary>The key of a recurrent layer's masks.</summary>
    internal static ulong RecurrentKey(int seed, int index, bool ofStates, bool isReverse) =>
        SplitMix64.At(Seeds.Key(seed, RandomStream.RecurrentDropout, index), (ofStates ? 1ul : 0) + (isReverse ? 2ul : 0));

    /// <summary>The key of a layer's mask in one step.</summary>
    internal static ulong StepKey(ulong layerKey, long step) => SplitMix64.At(layerKey, (ulong)step);

    /// <summary>The number below which a draw of 32 bits gives 0.</summary>
    internal static uint Threshold(double rate) => (uint)(rate * (1L << 32));

    /// <summary>The value of elements that are kept.</summary>
    internal static float Scale(double rate) => (float)(1 / (1 - rate));
}
