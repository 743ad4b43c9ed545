using System.Runtime.InteropServices;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Copies on the device of features that do not change during a training. Bytes stay bytes there.</summary>
/// <param name="device">The device.</param>
internal sealed class KeptFeatures(TorchDevice device) : IDisposable
{
    // The most rows and the most bytes that are copied to the device at a time.
    private const int MaxRowsPerCopy = 4096;
    private const int MaxBytesPerCopy = 1 << 26;

    private readonly Dictionary<FeatureMatrix, Tensor> _matrices = new(ReferenceEqualityComparer.Instance);
    private long _bytes;

    /// <summary>
    /// Keeps a copy of the features if they are not sparse, and the limit and the device's memory allow it. Standardized features are kept as
    /// they are read: standardized.
    /// </summary>
    public void Add(FeatureMatrix features)
    {
        long size = (long)features.RowCount * features.ColumnCount * ValueSize(features);
        if (!device.KeepsFeatures || !IsDense(features) || _matrices.ContainsKey(features) || _bytes + size > device.DataLimit)
        {
            return;
        }

        try
        {
            _matrices.Add(features, Copy(features));
            _bytes += size;
        }
        catch (ExternalException error) when (TorchErrors.IsOutOfMemory(error))
        {
            // Without a copy, the rows are sent batch by batch.
        }
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

    // Of sparse rows only the values that are not 0 are stored, so a copy of all values could be far larger.
    private static bool IsDense(FeatureMatrix features) =>
        features.Kind == FeatureKind.Numbers && features is not SparseFeatures && features.MaxRowNonZeros == features.ColumnCount;

    private static int ValueSize(FeatureMatrix features) => features is ByteFeatures ? sizeof(byte) : sizeof(float);

    private Tensor Copy(FeatureMatrix features)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = features is ByteFeatures ? ScalarType.Byte : ScalarType.Float32;
        Tensor matrix = empty([features.RowCount, features.ColumnCount], dtype: type, device: device.Device);
        using HostRows<byte> bytes = new(device, ScalarType.Byte, features.ColumnCount);
        using HostRows<float> floats = new(device, ScalarType.Float32, features.ColumnCount);
        int rows = (int)Math.Clamp(MaxBytesPerCopy / ((long)features.ColumnCount * ValueSize(features)), 1, MaxRowsPerCopy);
        for (int first = 0; first < features.RowCount; first += rows)
        {
            int count = Math.Min(rows, features.RowCount - first);
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
