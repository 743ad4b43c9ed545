using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Copies on the device of features that do not change during a training. Bytes stay bytes there.</summary>
/// <param name="device">The device.</param>
internal sealed class KeptFeatures(TorchDevice device) : IDisposable
{
    // The number of rows that are copied to the device at a time.
    private const int RowsPerCopy = 4096;

    private readonly Dictionary<FeatureMatrix, Tensor> _matrices = new(ReferenceEqualityComparer.Instance);
    private long _bytes;

    /// <summary>Keeps a copy of the features, if the limit allows and the features are not mostly zeros.</summary>
    public void Add(FeatureMatrix features)
    {
        // Of sparse rows only the values that are not 0 are stored, so a copy of all values could be far larger.
        long size = (long)features.RowCount * features.ColumnCount * (features is ByteFeatures ? sizeof(byte) : sizeof(float));
        if (!device.KeepsFeatures || features is not (ByteFeatures or DenseFeatures) || _matrices.ContainsKey(features)
            || _bytes + size > device.DataLimit)
        {
            return;
        }

        Tensor matrix = Copy(features);
        _matrices.Add(features, matrix);
        _bytes += size;
    }

    /// <summary>Finds the copy of the features; null if there is none.</summary>
    public Tensor? Find(FeatureMatrix features) => _matrices.GetValueOrDefault(features);

    public void Dispose()
    {
        foreach (Tensor matrix in _matrices.Values)
        {
            matrix.Dispose();
        }

        _matrices.Clear();
    }

    private Tensor Copy(FeatureMatrix features)
    {
        ScalarType type = features is ByteFeatures ? ScalarType.Byte : ScalarType.Float32;
        Tensor matrix = empty([features.RowCount, features.ColumnCount], dtype: type, device: device.Device);
        using HostRows<byte> bytes = new(device, ScalarType.Byte, features.ColumnCount);
        using HostRows<float> floats = new(device, ScalarType.Float32, features.ColumnCount);
        for (int first = 0; first < features.RowCount; first += RowsPerCopy)
        {
            int count = Math.Min(RowsPerCopy, features.RowCount - first);
            Tensor part;
            if (features is ByteFeatures pixels)
            {
                bytes.Begin(count);
                for (int row = 0; row < count; row++)
                {
                    pixels.CopyBytes(first + row, bytes[row]);
                }

                part = bytes.Tensor;
            }
            else
            {
                floats.Begin(count);
                for (int row = 0; row < count; row++)
                {
                    features.CopyRow(first + row, floats[row]);
                }

                part = floats.Tensor;
            }

            // Waits until the rows are copied, since the next ones take their place.
            using Tensor target = matrix.narrow(0, first, count);
            target.copy_(part);
        }

        return matrix.Keep();
    }
}
