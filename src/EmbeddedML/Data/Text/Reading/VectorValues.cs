namespace Microsoft.ML.Data;

/// <summary>The values of a column of vectors.</summary>
internal sealed class VectorValues<T, TParser> : ColumnValues where TParser : struct, IFieldParser<T>
{
    private readonly Vector[] _vectors;
    private readonly TParser _parser;

    public VectorValues(int rows, TParser parser)
    {
        _parser = parser;
        _vectors = new Vector[rows];
        for (int i = 0; i < rows; i++)
            _vectors[i] = new Vector { Values = new T[4], Indices = new int[4] };
    }

    public override void Clear(int row, int size)
    {
        ref Vector vector = ref _vectors[row];
        vector.Size = size;
        vector.Count = 0;
    }

    public override bool Read(int row, int slot, ReadOnlySpan<char> text)
    {
        bool isReadable = _parser.TryParse(text, out T value);
        ref Vector vector = ref _vectors[row];
        if (vector.Count == vector.Size)
            vector.Values[slot] = value;
        else if (vector.Count < vector.Size / 2)
            vector.AddSparse(slot, value);
        else
            vector.MakeDense()[slot] = value;
        return isReadable;
    }

    public void CopyTo(int row, ref VBuffer<T> destination)
    {
        ref readonly Vector vector = ref _vectors[row];
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, vector.Size, vector.Count);
        vector.Values.AsSpan(0, vector.Count).CopyTo(editor.Values);
        if (vector.Count < vector.Size)
            vector.Indices.AsSpan(0, vector.Count).CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    // Sparse as long as fewer than half of the slots are stored, then dense.
    private struct Vector
    {
        public int Size;
        public int Count;
        public T[] Values;
        public int[] Indices;

        public void AddSparse(int slot, T value)
        {
            if (Count == Values.Length)
                Array.Resize(ref Values, 2 * Count);
            if (Count == Indices.Length)
                Array.Resize(ref Indices, 2 * Count);
            Values[Count] = value;
            Indices[Count++] = slot;
        }

        public T[] MakeDense()
        {
            if (Values.Length < Size)
                Array.Resize(ref Values, Size);
            Values.AsSpan(Count, Size - Count).Clear();
            for (int i = Count - 1; i >= 0 && Indices[i] != i; i--)
            {
                Values[Indices[i]] = Values[i];
                Values[i] = default!;
            }
            Count = Size;
            return Values;
        }
    }
}
