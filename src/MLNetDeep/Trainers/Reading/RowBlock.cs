using System.Buffers;
using System.Runtime.InteropServices;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Some rows that a rank has read, as bytes that the other ranks receive.</summary>
/// <param name="HasEnded">Whether the rank has no more rows.</param>
/// <param name="ViewRows">The number of rows that the rank's view has up to the end of the block.</param>
/// <param name="RowCount">The number of rows that were read, skipped ones among them.</param>
/// <param name="Skipped">The indices of the skipped rows among those that were read, in ascending order.</param>
/// <param name="Data">The rows that were not skipped; null if there are none.</param>
internal sealed record RowBlock(bool HasEnded, long ViewRows, int RowCount, int[] Skipped, TrainingData? Data)
{
    private const int IsBytes = 0;
    private const int IsDense = 1;
    private const int IsSparse = 2;
    private const int IsIndices = 3;

    /// <summary>Reads the next rows.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="rows">Receives the rows; it is cleared first.</param>
    /// <param name="maxRows">The number of rows to read.</param>
    /// <param name="cancellation">Checked before each row.</param>
    public static RowBlock Read(RowReader reader, RowCollector rows, int maxRows, CancellationToken cancellation)
    {
        rows.Clear();
        List<int> skipped = [];
        int count = 0;
        bool? isAdded = true;
        while (count < maxRows && (isAdded = reader.ReadNext(rows, cancellation)) is not null)
        {
            if (isAdded == false)
            {
                skipped.Add(count);
            }

            count++;
        }

        return new RowBlock(isAdded is null, reader.ViewRows, count, [.. skipped], rows.RowCount == 0 ? null : rows.ToData());
    }

    /// <summary>Reads a block that <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="spec">The network, which says what the features are.</param>
    public static RowBlock FromBytes(ReadOnlyMemory<byte> bytes, NetworkSpec spec)
    {
        ReadOnlySpan<byte> source = bytes.Span;
        bool hasEnded = HasEndedIn(bytes);
        source = source[1..];
        long viewRows = Read<long>(ref source, 1)[0];
        int[] counts = Read<int>(ref source, 3);
        int[] skipped = Read<int>(ref source, counts[1]);
        return new RowBlock(hasEnded, viewRows, counts[0], skipped, counts[2] == 0 ? null : ReadData(ref source, counts[2], spec));
    }

    /// <summary>Whether the rank that wrote a block has no more rows.</summary>
    public static bool HasEndedIn(ReadOnlyMemory<byte> bytes) => bytes.Span[0] != 0;

    /// <summary>Returns the block as bytes.</summary>
    public byte[] ToBytes()
    {
        ArrayBufferWriter<byte> writer = new();
        Write<byte>(writer, [HasEnded ? (byte)1 : (byte)0]);
        Write(writer, [ViewRows]);
        Write(writer, [RowCount, Skipped.Length, Data?.RowCount ?? 0]);
        Write<int>(writer, Skipped);
        if (Data is not null)
        {
            WriteFeatures(writer, Data.Features);
            WriteTargets(writer, Data.Targets);
            Write(writer, [Data.Weights.Length]);
            Write(writer, Data.Weights.Span);
        }

        return writer.WrittenSpan.ToArray();
    }

    private static TrainingData ReadData(ref ReadOnlySpan<byte> source, int rows, NetworkSpec spec)
    {
        FeatureMatrix features = ReadFeatures(ref source, rows, spec);
        Targets targets = Read<int>(ref source, 1)[0] != 0
            ? new ClassTargets(Read<int>(ref source, rows))
            : new DenseTargets(Read<float>(ref source, rows));
        return new TrainingData(features, targets, Read<float>(ref source, Read<int>(ref source, 1)[0]));
    }

    // Labels are classes or single numbers.
    private static void WriteTargets(ArrayBufferWriter<byte> writer, Targets targets)
    {
        if (targets is ClassTargets classes)
        {
            Write(writer, [1]);
            Write(writer, classes.Labels.Span);
        }
        else
        {
            Write(writer, [0]);
            Write(writer, ((DenseTargets)targets).Values.Span);
        }
    }

    private static FeatureMatrix ReadFeatures(ref ReadOnlySpan<byte> source, int rows, NetworkSpec spec)
    {
        int columns = spec.InputSize;
        switch (Read<int>(ref source, 1)[0])
        {
            case IsBytes:
                float scale = Read<float>(ref source, 1)[0];
                return new ByteFeatures(Read<byte>(ref source, rows * columns), columns, scale);
            case IsDense:
                return new DenseFeatures(Read<float>(ref source, rows * columns), columns);
            case IsSparse:
                int[] starts = Read<int>(ref source, rows + 1);
                int[] slots = Read<int>(ref source, starts[^1]);
                return new SparseFeatures(starts, slots, Read<float>(ref source, starts[^1]), columns);
            default:
                IndexMatrixBuilder indices = new(columns, spec.IndexCount!.Value, rows);
                foreach (int length in Read<int>(ref source, rows))
                {
                    indices.Add(Read<int>(ref source, length));
                }

                return indices.ToMatrix();
        }
    }

    private static void WriteFeatures(ArrayBufferWriter<byte> writer, FeatureMatrix features)
    {
        switch (features)
        {
            case ByteFeatures bytes:
                Write(writer, [IsBytes]);
                Write(writer, [bytes.Scale]);
                for (int row = 0; row < bytes.RowCount; row++)
                {
                    bytes.CopyBytes(row, writer.GetSpan(bytes.ColumnCount));
                    writer.Advance(bytes.ColumnCount);
                }

                break;
            case DenseFeatures dense:
                Write(writer, [IsDense]);
                Write(writer, dense.Values);
                break;
            case IndexFeatures indices:
                Write(writer, [IsIndices]);
                Write<int>(writer, [.. Enumerable.Range(0, indices.RowCount).Select(indices.LengthOf)]);
                for (int row = 0; row < indices.RowCount; row++)
                {
                    Write(writer, indices.UsedIndices(row));
                }

                break;
            default:
                Write(writer, [IsSparse]);
                WriteSparse(writer, features);
                break;
        }
    }

    private static void WriteSparse(ArrayBufferWriter<byte> writer, FeatureMatrix features)
    {
        int[] starts = new int[features.RowCount + 1];
        for (int row = 0; row < features.RowCount; row++)
        {
            starts[row + 1] = starts[row] + features.CountNonZeros(row);
        }

        int[] slots = new int[starts[^1]];
        float[] values = new float[starts[^1]];
        for (int row = 0; row < features.RowCount; row++)
        {
            features.CopyNonZeros(row, slots.AsSpan(starts[row]), values.AsSpan(starts[row]));
        }

        Write<int>(writer, starts);
        Write<int>(writer, slots);
        Write<float>(writer, values);
    }

    private static void Write<T>(ArrayBufferWriter<byte> writer, ReadOnlySpan<T> values)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values));

    // All ranks run the same program, so the order of the bytes of a number is the same.
    private static T[] Read<T>(ref ReadOnlySpan<byte> source, int count)
        where T : unmanaged
    {
        T[] values = new T[count];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        source[..bytes.Length].CopyTo(bytes);
        source = source[bytes.Length..];
        return values;
    }
}
