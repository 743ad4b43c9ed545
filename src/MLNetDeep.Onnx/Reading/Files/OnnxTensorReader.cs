using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using global::Onnx;
using DataType = global::Onnx.TensorProto.Types.DataType;

namespace MLNetDeep.Onnx;

/// <summary>Reads the values of constant tensors.</summary>
internal static class OnnxTensorReader
{
    /// <summary>Reads a tensor of numbers, which become floats, or of whole numbers.</summary>
    /// <exception cref="InvalidDataException">The values do not fit the shape.</exception>
    /// <exception cref="NotSupportedException">The values are in another file, or of another type.</exception>
    public static ConstantValue Read(TensorProto tensor, string name)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
        {
            throw new NotSupportedException(
                $"The tensor '{OnnxText.Short(name)}' of the ONNX model has its values in another file; accepted: values in the model.");
        }

        long size = 1;
        foreach (long dimension in tensor.Dims)
        {
            if (dimension < 0 || (dimension > 0 && size > int.MaxValue / dimension))
            {
                throw Damaged(name, $"its shape is {OnnxText.Shape(tensor.Dims)}");
            }

            size *= dimension;
        }

        ImmutableArray<int> shape = [.. tensor.Dims.Select(dimension => (int)dimension)];
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        return (DataType)tensor.DataType switch
        {
            DataType.Float => new(shape) { Numbers = Numbers(tensor.FloatData, raw, 4, BinaryPrimitives.ReadSingleLittleEndian) },
            DataType.Double => new(shape) { Numbers = Numbers(tensor.DoubleData, raw, 8, Double) },
            DataType.Float16 => new(shape) { Numbers = Numbers(tensor.Int32Data, raw, 2, Half, bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)) },
            DataType.Bfloat16 => new(shape) { Numbers = Numbers(tensor.Int32Data, raw, 2, BFloat, bits => BFloatOf((ushort)bits)) },
            DataType.Int64 => new(shape) { Integers = Integers(tensor.Int64Data, raw, 8, Int64, value => value) },
            DataType.Int32 => new(shape) { Integers = Integers(tensor.Int32Data, raw, 4, Int32, value => value) },
            DataType.Uint8 or DataType.Bool => new(shape) { Integers = Integers(tensor.Int32Data, raw, 1, bytes => bytes[0], value => value) },
            DataType other => throw new NotSupportedException(
                $"The tensor '{OnnxText.Short(name)}' of the ONNX model has values of the type {other}; "
                + "accepted: Float, Double, Float16, Bfloat16, Int64, Int32, Uint8, Bool."),
        };

        float[] Numbers<T>(IReadOnlyList<T> items, ReadOnlySpan<byte> bytes, int width, Reader<float> read, Func<T, float>? convert = null) =>
            Values(items, bytes, width, read, convert ?? (value => Convert.ToSingle(value, null)), size, name);

        ImmutableArray<long?> Integers<T>(IReadOnlyList<T> items, ReadOnlySpan<byte> bytes, int width, Reader<long> read, Func<T, long> convert) =>
            ImmutableCollectionsMarshal.AsImmutableArray(Values<T, long?>(items, bytes, width, part => read(part), item => convert(item), size, name));
    }

    private static TValue[] Values<T, TValue>(
        IReadOnlyList<T> items, ReadOnlySpan<byte> bytes, int width, Reader<TValue> read, Func<T, TValue> convert, long size, string name)
    {
        long count = bytes.Length > 0 ? bytes.Length / width : items.Count;
        if (count != size || bytes.Length % width != 0 || (bytes.Length > 0 && items.Count > 0))
        {
            throw Damaged(name, $"it has {count} values, but its shape has {size}");
        }

        TValue[] values = new TValue[size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = bytes.Length > 0 ? read(bytes.Slice(i * width, width)) : convert(items[i]);
        }

        return values;
    }

    private static float Double(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    private static long Int64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);

    private static long Int32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);

    private static float BFloat(ReadOnlySpan<byte> bytes) => BFloatOf(BinaryPrimitives.ReadUInt16LittleEndian(bytes));

    // A bfloat16 is the upper half of a float.
    private static float BFloatOf(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static InvalidDataException Damaged(string name, string reason) =>
        OnnxModelFile.Damaged($"of the tensor '{OnnxText.Short(name)}', {reason}");

    private delegate TValue Reader<out TValue>(ReadOnlySpan<byte> bytes);
}
