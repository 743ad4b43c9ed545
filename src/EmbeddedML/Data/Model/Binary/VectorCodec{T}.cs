using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// Vectors: a block is the number of vectors; the length of all, or 0 where they differ and the length of each follows;
/// the number of stored values of each, -1 for a dense one; the number of all indices and the indices; and a block of the
/// values. The parameters are the item's definition, the number of dimensions and the dimensions.
/// </summary>
internal sealed class VectorCodec<T>(VectorDataViewType type, BinaryCodec<T> item) : BinaryCodec<VBuffer<T>>(BinaryCodecs.VectorName, type)
{
    private const int Dense = -1;

    public override void Write(BinaryWriter writer, ReadOnlySpan<VBuffer<T>> vectors)
    {
        var lengths = new List<int>();
        var counts = new List<int>();
        var indices = new List<int>();
        var values = new List<T>();
        foreach (ref readonly VBuffer<T> vector in vectors)
        {
            if (type.Size > 0 && vector.Length != type.Size)
                throw new InvalidOperationException(
                    $"A vector of the type '{type}' must have {type.Size} slots, but it has {vector.Length}.");
            lengths.Add(vector.Length);
            counts.Add(vector.IsDense ? Dense : vector.GetValues().Length);
            indices.AddRange(vector.GetIndices());
            values.AddRange(vector.GetValues());
        }

        int length = type.Size > 0 ? type.Size : lengths.Distinct().Take(2).ToArray() is [int only] ? only : 0;
        writer.Write(vectors.Length);
        writer.Write(length);
        if (length == 0)
            writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(lengths)));
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(counts)));
        writer.Write(indices.Count);
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(indices)));
        item.Write(writer, CollectionsMarshal.AsSpan(values));
    }

    public override VBuffer<T>[] Read(BinaryReader reader, int count)
    {
        int stored = reader.ReadInt32();
        if (stored != count)
            throw BlockReading.Damaged($"a block of {count} vectors claims to have {stored}");
        int length = reader.ReadInt32();
        if (length < 0 || (type.IsKnownSize && length != type.Size))
            throw BlockReading.Damaged($"a vector of the type '{type}' has {length} slots");
        int[]? lengths = length == 0 ? reader.ReadInt32s(count) : null;
        int[] counts = reader.ReadInt32s(count);
        int[] indices = reader.ReadInt32s(reader.ReadInt32());
        T[] values = item.Read(reader, CheckParts(count, length, lengths, counts, indices));

        var vectors = new VBuffer<T>[count];
        int nextIndex = 0;
        int nextValue = 0;
        for (int i = 0; i < count; i++)
        {
            int slots = lengths?[i] ?? length;
            int valueCount = counts[i] == Dense ? slots : counts[i];
            T[] own = values.AsSpan(nextValue, valueCount).ToArray();
            nextValue += valueCount;
            if (counts[i] == Dense)
            {
                vectors[i] = new VBuffer<T>(slots, own);
                continue;
            }
            vectors[i] = new VBuffer<T>(slots, valueCount, own, indices.AsSpan(nextIndex, valueCount).ToArray());
            nextIndex += valueCount;
        }
        return vectors;
    }

    public override BinaryCodec MakeVector(VectorDataViewType type) => throw new NotSupportedException("There are no vectors of vectors.");

    public override BinaryCodec MakeKey(KeyDataViewType type) => throw new NotSupportedException("There are no keys of vectors.");

    protected override void WriteParameters(BinaryWriter writer)
    {
        item.WriteDefinition(writer);
        writer.Write(type.Dimensions.Length);
        foreach (int dimension in type.Dimensions)
            writer.Write(dimension);
    }

    // A copy, because the caller may write to the vector it was given.
    protected override ValueGetter<VBuffer<T>> MakeGetter(VBuffer<T> constant) => (ref VBuffer<T> value) => constant.CopyTo(ref value);

    /// <summary>Checks the parts of the vectors against each other and gives the number of values of all.</summary>
    private static int CheckParts(int count, int length, int[]? lengths, int[] counts, int[] indices)
    {
        long total = 0;
        int nextIndex = 0;
        for (int i = 0; i < count; i++)
        {
            int slots = lengths?[i] ?? length;
            if (slots < 0)
                throw BlockReading.Damaged($"a vector has {slots} slots");
            if (counts[i] == Dense)
            {
                total += slots;
                continue;
            }
            if (counts[i] < 0 || counts[i] >= slots || counts[i] > indices.Length - nextIndex)
                throw BlockReading.Damaged($"a sparse vector of {slots} slots has {counts[i]} values");
            total += counts[i];
            int previous = -1;
            foreach (int index in indices.AsSpan(nextIndex, counts[i]))
            {
                if (index <= previous || index >= slots)
                    throw BlockReading.Damaged($"the indices of a vector of {slots} slots do not ascend within it");
                previous = index;
            }
            nextIndex += counts[i];
        }
        if (nextIndex != indices.Length || total > int.MaxValue)
            throw BlockReading.Damaged($"vectors with {nextIndex} indices claim to have {indices.Length}");
        return (int)total;
    }
}
