using System.Collections;

namespace Microsoft.ML.Data;

/// <summary>
/// A vector that is dense or sparse and whose arrays can be used again: a getter that is given a filled buffer writes
/// into its arrays where they are long enough. Write one through <see cref="VBufferEditor"/>.
/// </summary>
/// <typeparam name="T">The type of a slot's value.</typeparam>
public readonly struct VBuffer<T> : IEnumerable
{
    /// <summary>The number of slots, whether they are stored or not.</summary>
    public readonly int Length;

    private readonly T[]? _values;
    private readonly int[]? _indices;
    private readonly int _count;

    /// <summary>Makes a dense vector over an array.</summary>
    /// <param name="length">The number of slots.</param>
    /// <param name="values">The values, at least <paramref name="length"/>; the vector keeps this array.</param>
    /// <param name="indices">An array to keep for a later sparse use.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative length, or too few values.</exception>
    public VBuffer(int length, T[]? values, int[]? indices = null) : this(length, length, values, indices)
    {
    }

    /// <summary>Makes a vector over arrays; it is dense where <paramref name="count"/> equals <paramref name="length"/>.</summary>
    /// <param name="length">The number of slots.</param>
    /// <param name="count">The number of stored values, 0 to <paramref name="length"/>.</param>
    /// <param name="values">The stored values, at least <paramref name="count"/>; the vector keeps this array.</param>
    /// <param name="indices">For a sparse vector, the strictly increasing slots of the values; the vector keeps this array.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length or count out of range, or an array that is too short.</exception>
    public VBuffer(int length, int count, T[]? values, int[]? indices)
    {
        if (length < 0)
            throw new ArgumentOutOfRangeException(nameof(length), $"The length must be 0 or more, but it is {length}.");
        if (count < 0 || count > length)
            throw new ArgumentOutOfRangeException(nameof(count), $"The count must be 0 to the length {length}, but it is {count}.");
        if ((values?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(values), $"At least {count} values are needed, but there are {values?.Length ?? 0}.");
        if (count < length && (indices?.Length ?? 0) < count)
            throw new ArgumentOutOfRangeException(nameof(indices), $"At least {count} indices are needed, but there are {indices?.Length ?? 0}.");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// <summary>Whether every slot is stored.</summary>
    public bool IsDense => _count == Length;

    /// <summary>The stored values: all slots of a dense vector, those at <see cref="GetIndices"/> of a sparse one.</summary>
    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    /// <summary>The slots of the stored values of a sparse vector; empty for a dense one.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    /// <summary>The value of a slot; the default value where a sparse vector does not store it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..Length-1.</exception>
    public T GetItemOrDefault(int index)
    {
        if (index < 0 || index >= Length)
            throw new ArgumentOutOfRangeException(nameof(index), $"The index must be 0 to {Length - 1}, but it is {index}.");
        int position = IsDense ? index : Array.BinarySearch(_indices ?? [], 0, _count, index);
        return position >= 0 ? _values![position] : default!;
    }

    /// <summary>Writes the value of a slot; the default value where a sparse vector does not store it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in 0..Length-1.</exception>
    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    /// <summary>The pairs of slot and value.</summary>
    /// <param name="all">Whether slots that a sparse vector does not store are given too, with the default value.</param>
    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false) => all ? AllItems() : StoredItems();

    /// <summary>The values of all slots.</summary>
    public IEnumerable<T> DenseValues()
    {
        foreach (KeyValuePair<int, T> item in AllItems())
            yield return item.Value;
    }

    /// <summary>Enumerates the array behind the vector.</summary>
    public IEnumerator GetEnumerator() => (_values ?? []).GetEnumerator();

    /// <summary>Copies the vector as it is, dense or sparse.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <summary>Copies a range of slots, dense or sparse as this vector is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the vector.</exception>
    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        if (sourceIndex < 0 || sourceIndex > Length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex), $"The start must be 0 to {Length}, but it is {sourceIndex}.");
        if (length < 0 || sourceIndex > Length - length)
            throw new ArgumentOutOfRangeException(nameof(length), $"The length must be 0 to {Length - sourceIndex}, but it is {length}.");
        int first = IsDense ? sourceIndex : LowerBound(sourceIndex);
        int end = IsDense ? sourceIndex + length : LowerBound(sourceIndex + length);
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length, end - first);
        _values.AsSpan(first, end - first).CopyTo(editor.Values);
        for (int i = 0; i < editor.Indices.Length; i++)
            editor.Indices[i] = _indices![first + i] - sourceIndex;
        destination = editor.Commit();
    }

    /// <summary>Copies the vector in dense form.</summary>
    public void CopyToDense(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Writes all slots to the start of <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    /// <summary>Writes all slots to <paramref name="destination"/>.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="destinationIndex">Where in it the first slot goes.</param>
    /// <param name="defaultValue">What to write for slots that a sparse vector does not store; one that stores none gives zeros, as in ML.NET.</param>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default!)
    {
        if (destinationIndex < 0 || destinationIndex > destination.Length - Length)
            throw new ArgumentOutOfRangeException(nameof(destination), $"{Length} slots from {destinationIndex} on do not fit into {destination.Length}.");
        Span<T> target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(_count > 0 ? defaultValue : default!);
        for (int i = 0; i < _count; i++)
            target[_indices![i]] = _values![i];
    }

    /// <summary>Copies a range of an array into a dense vector.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the array.</exception>
    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        int available = source?.Length ?? 0;
        if (length < 0 || length > available)
            throw new ArgumentOutOfRangeException(nameof(length), $"The length must be 0 to {available}, but it is {length}.");
        if (sourceIndex < 0 || sourceIndex > available - length)
            throw new ArgumentOutOfRangeException(nameof(sourceIndex), $"The start must be 0 to {available - length}, but it is {sourceIndex}.");
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>The form, the length and, of a sparse vector, the number of stored values.</summary>
    public override string ToString()
        => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(int length, int count, int? maximumCapacity, bool keepValues, bool needIndices)
    {
        T[] values = Grow(_values, count, maximumCapacity, keepValues, out bool newValues);
        int[]? indices = _indices;
        bool newIndices = false;
        if (count < length || needIndices)
            indices = Grow(_indices, count, maximumCapacity, keepValues, out newIndices);
        return new VBufferEditor<T>(length, count, values, indices, newValues, newIndices, needIndices);
    }

    internal VBufferEditor<T> Edit() => Edit(Length, _count, null, keepValues: true, needIndices: false);

    // Doubling keeps a buffer that grows a little with each row from being allocated anew for each row.
    private static TItem[] Grow<TItem>(TItem[]? array, int needed, int? maximum, bool keep, out bool created)
    {
        int have = array?.Length ?? 0;
        created = have < needed;
        if (!created)
            return array ?? [];
        int size = (int)Math.Min(Math.Max(2L * have, needed), Math.Min(maximum ?? Array.MaxLength, Array.MaxLength));
        var grown = new TItem[Math.Max(size, needed)];
        if (keep)
            array?.CopyTo(grown, 0);
        return grown;
    }

    private int LowerBound(int slot)
    {
        int position = Array.BinarySearch(_indices ?? [], 0, _count, slot);
        return position >= 0 ? position : ~position;
    }

    private IEnumerable<KeyValuePair<int, T>> StoredItems()
    {
        for (int i = 0; i < _count; i++)
            yield return new KeyValuePair<int, T>(IsDense ? i : _indices![i], _values![i]);
    }

    private IEnumerable<KeyValuePair<int, T>> AllItems()
    {
        int stored = 0;
        for (int slot = 0; slot < Length; slot++)
        {
            bool has = stored < _count && (IsDense || _indices![stored] == slot);
            yield return new KeyValuePair<int, T>(slot, has ? _values![stored++] : default!);
        }
    }
}
