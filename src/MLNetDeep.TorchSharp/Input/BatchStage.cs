using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Brings the rows of a batch to the device: features, targets and weights. Features come from a copy on the device if there is one, else
/// from the host's memory, row by row.
/// </summary>
internal sealed class BatchStage : IDisposable
{
    private readonly long[] _inputShape;
    private readonly KeptFeatures? _kept;
    private readonly HostRows<float> _numbers;
    private readonly HostRows<long> _indices;
    private readonly int[] _index;
    private readonly bool _masksZeroIndices;
    private readonly HostRows<byte> _bytes;
    private readonly HostRows<long> _rows;
    private readonly HostRows<long> _labels;
    private readonly HostRows<float> _targets;
    private readonly HostRows<float> _weights;
    private readonly int _outputSize;
    private readonly TorchDevice _device;

    /// <summary>Creates the stage.</summary>
    /// <param name="device">The device.</param>
    /// <param name="inputShape">The shape of a row as the first layer takes it.</param>
    /// <param name="outputSize">The number of outputs of a row.</param>
    /// <param name="masksZeroIndices">See <see cref="NetworkSpec.MasksZeroIndices"/>.</param>
    /// <param name="kept">The features on the device; null if there are none.</param>
    public BatchStage(
        TorchDevice device, IEnumerable<int> inputShape, int outputSize, bool masksZeroIndices, KeptFeatures? kept = null)
    {
        _inputShape = [.. inputShape.Select(dimension => (long)dimension)];
        _kept = kept;
        _outputSize = outputSize;
        _device = device;
        _index = new int[_inputShape.Aggregate(1L, (size, dimension) => size * dimension)];
        _masksZeroIndices = masksZeroIndices;
        _numbers = new HostRows<float>(device, ScalarType.Float32, _inputShape);
        _indices = new HostRows<long>(device, ScalarType.Int64, _inputShape);
        _bytes = new HostRows<byte>(device, ScalarType.Byte, _inputShape);
        _rows = new HostRows<long>(device, ScalarType.Int64);
        _labels = new HostRows<long>(device, ScalarType.Int64);
        _targets = new HostRows<float>(device, ScalarType.Float32, outputSize);
        _weights = new HostRows<float>(device, ScalarType.Float32);
        SharesHostMemory = device.SharesHostMemory;
    }

    /// <summary>See <see cref="TorchDevice.SharesHostMemory"/>.</summary>
    public bool SharesHostMemory { get; }

    /// <summary>The features of some rows, of the shape [rows, input shape]: floats or, as indices, integers.</summary>
    public Tensor Features(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        if (features is IndexFeatures indices)
        {
            return Indices(indices, rows);
        }

        if (_kept?.Find(features) is { } matrix)
        {
            return Floats(Select(matrix, rows).view([rows.Length, .. _inputShape]), features);
        }

        // Bytes take a quarter of the time to send. On the CPU, they are converted as they are read.
        if (!SharesHostMemory && features is ByteFeatures pixels)
        {
            _bytes.Begin(rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                pixels.CopyBytes(rows[i], _bytes[i]);
            }

            return Floats(_bytes.OnDevice(), features);
        }

        _numbers.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            features.CopyRow(rows[i], _numbers[i]);
        }

        return _numbers.OnDevice();
    }

    /// <summary>The lengths of some rows; null if each row uses all positions.</summary>
    public SequenceLengths? Lengths(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        bool masksZeros = _masksZeroIndices && features.Kind == FeatureKind.Indices;
        if (features.RowLengths.IsEmpty && !masksZeros)
        {
            return null;
        }

        int[] lengths = new int[rows.Length];
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = masksZeros ? features.CopyIndices(rows[i], skipZeros: true, _index) : features.LengthOf(rows[i]);
        }

        return new SequenceLengths(lengths, features.PositionCount, _device.Device);
    }

    /// <summary>The features of dense rows that lie one after another.</summary>
    public Tensor Features(ReadOnlySpan<float> values, int rows)
    {
        _numbers.Begin(rows);
        int columns = values.Length / rows;
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * columns, columns).CopyTo(_numbers[row]);
        }

        return _numbers.OnDevice();
    }

    /// <summary>The features of one row, of which the values that are not 0 are given.</summary>
    public Tensor Features(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        _numbers.Begin(1);
        Span<float> row = _numbers[0];
        row.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = values[i];
        }

        return _numbers.OnDevice();
    }

    /// <summary>The class of each row.</summary>
    /// <exception cref="ArgumentException">A label is no class. A stream may have filled the arrays again after they were checked.</exception>
    public Tensor Labels(Targets targets, ReadOnlySpan<int> rows)
    {
        _labels.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int label = targets.ClassOf(rows[i]);
            if ((uint)label >= (uint)_outputSize)
            {
                throw new ArgumentException($"Row {rows[i]} has label {label}; accepted: 0 to {_outputSize - 1}.");
            }

            _labels[i][0] = label;
        }

        return _labels.OnDevice();
    }

    /// <summary>The target of each output of each row. A class index of a network with one output is itself the target.</summary>
    public Tensor Numbers(Targets targets, ReadOnlySpan<int> rows)
    {
        _targets.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            if (targets is DenseTargets numbers)
            {
                numbers.Row(rows[i]).CopyTo(_targets[i]);
            }
            else
            {
                _targets[i][0] = targets.ClassOf(rows[i]);
            }
        }

        return _targets.OnDevice();
    }

    /// <summary>The weight of each row; null if all are 1.</summary>
    /// <param name="data">The data.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="classWeights">The weights of classes; empty if all are 1.</param>
    public Tensor? Weights(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<float> classWeights)
    {
        if (data.Weights.IsEmpty && classWeights.IsEmpty)
        {
            return null;
        }

        _weights.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            float weight = data.Weights.IsEmpty ? 1 : data.Weights.Span[rows[i]];
            if (!classWeights.IsEmpty)
            {
                int label = data.Targets.ClassOf(rows[i]);
                weight *= (uint)label < (uint)classWeights.Length ? classWeights[label] : 1;
            }

            _weights[i][0] = weight;
        }

        return _weights.OnDevice();
    }

    public void Dispose()
    {
        _numbers.Dispose();
        _indices.Dispose();
        _bytes.Dispose();
        _rows.Dispose();
        _labels.Dispose();
        _targets.Dispose();
        _weights.Dispose();
    }

    private static Tensor Floats(Tensor values, FeatureMatrix features)
    {
        if (features is not ByteFeatures pixels)
        {
            return values;
        }

        using Scalar scale = pixels.Scale.ToScalar();
        return values.to_type(ScalarType.Float32).mul_(scale);
    }

    private Tensor Indices(IndexFeatures features, ReadOnlySpan<int> rows)
    {
        _indices.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            features.CopyIndices(rows[i], _masksZeroIndices, _index);
            Span<long> row = _indices[i];
            for (int position = 0; position < row.Length; position++)
            {
                row[position] = _index[position];
            }
        }

        return _indices.OnDevice();
    }

    private Tensor Select(Tensor matrix, ReadOnlySpan<int> rows)
    {
        if (AreConsecutive(rows))
        {
            return matrix.narrow(0, rows[0], rows.Length);
        }

        _rows.Begin(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            _rows[i][0] = rows[i];
        }

        return matrix.index_select(0, _rows.OnDevice());
    }

    private static bool AreConsecutive(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
        {
            if (rows[i] != rows[0] + i)
            {
                return false;
            }
        }

        return true;
    }
}
