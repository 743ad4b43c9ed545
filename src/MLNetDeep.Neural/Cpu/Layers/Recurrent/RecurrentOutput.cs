using System.Numerics.Tensors;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Where one direction of a recurrent layer writes its states and finds their gradients: at which positions of a row, and how the states of
/// the two directions of a <see cref="Bidirectional"/> layer are joined.
/// </summary>
/// <param name="layer">The layer that has the output.</param>
/// <param name="units">The number of values in a state.</param>
/// <param name="merge">How the directions are joined; null if there is one direction.</param>
/// <param name="isSecond">Whether this is the second direction, which is computed after the first.</param>
internal sealed unsafe class RecurrentOutput(CpuLayer layer, int units, MergeMode? merge, bool isSecond)
{
    private readonly int _positionStride = merge == MergeMode.Concat ? 2 * units : units;
    private readonly int _offset = merge == MergeMode.Concat && isSecond ? units : 0;

    /// <summary>Whether the gradient of a state depends on the state of the other direction.</summary>
    public bool NeedsOther => merge == MergeMode.Multiply;

    /// <summary>Writes a state to a position of a row, or joins it with what the other direction has written.</summary>
    public void Write(int row, int position, float* state)
    {
        ReadOnlySpan<float> values = new(state, units);
        Span<float> result = At(layer.Output, row, position);
        if (!isSecond || merge == MergeMode.Concat)
        {
            values.CopyTo(result);
        }
        else if (merge == MergeMode.Multiply)
        {
            TensorPrimitives.Multiply(result, values, result);
        }
        else
        {
            TensorPrimitives.Add(result, values, result);
            if (merge == MergeMode.Average)
            {
                TensorPrimitives.Multiply(result, 0.5f, result);
            }
        }
    }

    /// <summary>Reads the gradient of the state that was written to a position.</summary>
    /// <param name="row">The row.</param>
    /// <param name="position">The position.</param>
    /// <param name="other">The state that the other direction has written there; unused unless <see cref="NeedsOther"/>.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public void ReadGradient(int row, int position, float* other, float* gradient)
    {
        Span<float> result = new(gradient, units);
        At(layer.OutputGradient, row, position).CopyTo(result);
        if (merge == MergeMode.Average)
        {
            TensorPrimitives.Multiply(result, 0.5f, result);
        }
        else if (merge == MergeMode.Multiply)
        {
            TensorPrimitives.Multiply(result, new ReadOnlySpan<float>(other, units), result);
        }
    }

    private Span<float> At(Activations activations, int row, int position) =>
        new(activations.Pointer + ((nint)row * activations.Stride) + ((nint)position * _positionStride) + _offset, units);
}
