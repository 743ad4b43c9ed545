using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// The number of used positions in each row of a batch of sequences. Values beyond are 0. The tensors are made when they are needed first and
/// belong to the scope of the call.
/// </summary>
/// <param name="values">The number for each row.</param>
/// <param name="positions">The number of positions in a row.</param>
/// <param name="device">The device of the tensors.</param>
internal sealed class SequenceLengths(int[] values, int positions, torch.Device device)
{
    private Tensor? _padding;
    private Tensor? _mask;
    private Tensor? _reversed;
    private Tensor? _last;

    /// <summary>The number of used positions in each row.</summary>
    public ReadOnlySpan<int> Values => values;

    /// <summary>The number of positions in a row.</summary>
    public int Positions => positions;

    /// <summary>True for each position that is not used; of the shape [rows, positions, 1].</summary>
    public Tensor Padding => _padding ??= CreatePadding();

    /// <summary>1 for each position that is used, otherwise 0; of the shape [rows, positions, 1].</summary>
    public Tensor Mask => _mask ??= Padding.logical_not().to_type(ScalarType.Float32);

    /// <summary>
    /// For each position, the position at the same distance from the end of the used ones; positions that are not used stand for themselves.
    /// Of the shape [rows, positions, 1].
    /// </summary>
    public Tensor Reversed => _reversed ??= CreateReversed();

    /// <summary>The last used position of each row, or the first one of a row without any; of the shape [rows, 1, 1].</summary>
    public Tensor Last => _last ??= tensor(
        Array.ConvertAll(values, length => (long)Math.Max(0, length - 1)), [values.Length, 1, 1], dtype: ScalarType.Int64, device: device);

    /// <summary>Returns the lengths after a layer; null if they mean nothing there.</summary>
    public SequenceLengths? After(PlacedLayer layer)
    {
        int[] after = new int[values.Length];
        bool isSame = true;
        for (int row = 0; row < after.Length; row++)
        {
            if (layer.OutputLength(values[row]) is not { } length)
            {
                return null;
            }

            after[row] = length;
            isSame &= length == values[row];
        }

        return isSame && layer.OutputShape[0] == positions ? this : new SequenceLengths(after, layer.OutputShape[0], device);
    }

    /// <summary>Returns the values with 0 at each position that is not used.</summary>
    /// <param name="input">The values of the rows, position by position.</param>
    public Tensor ClearBeyond(Tensor input) =>
        input.reshape(values.Length, positions, -1).masked_fill(Padding, Scalars.Zero).view(input.shape);

    private Tensor CreateReversed()
    {
        long[] reversed = new long[values.Length * positions];
        for (int i = 0; i < reversed.Length; i++)
        {
            (int row, int position) = (i / positions, i % positions);
            reversed[i] = position < values[row] ? values[row] - 1 - position : position;
        }

        return tensor(reversed, [values.Length, positions, 1], dtype: ScalarType.Int64, device: device);
    }

    private Tensor CreatePadding()
    {
        using Scalar end = ((long)positions).ToScalar();
        Tensor lengths = tensor(values, dtype: ScalarType.Int64, device: device);
        return arange(Scalars.Zero, end, Scalars.One, dtype: ScalarType.Int64, device: device).greater_equal(lengths.unsqueeze(1)).unsqueeze(2);
    }
}
