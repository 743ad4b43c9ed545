namespace Microsoft.ML.Data;

/// <summary>Strings the values of columns of one row together. The vector is sparse where at most half of its slots are stored.</summary>
internal sealed class ConcatenatingGetter<T>
{
    private readonly DataViewSchema.Column[] _sources;
    private readonly ValueGetter<T>?[] _scalars;
    private readonly ValueGetter<VBuffer<T>>?[] _vectors;
    private readonly VBuffer<T>[] _buffers;

    public ConcatenatingGetter(DataViewRow input, DataViewSchema.Column[] sources)
    {
        _sources = sources;
        _scalars = new ValueGetter<T>?[sources.Length];
        _vectors = new ValueGetter<VBuffer<T>>?[sources.Length];
        _buffers = new VBuffer<T>[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i].Type is VectorDataViewType)
                _vectors[i] = input.GetGetter<VBuffer<T>>(sources[i]);
            else
                _scalars[i] = input.GetGetter<T>(sources[i]);
        }
    }

    public void Get(ref VBuffer<T> value)
    {
        (int length, int stored) = ReadVectors();
        value = stored <= length / 2 ? MakeSparse(ref value, length, stored) : MakeDense(ref value, length);
    }

    private (int Length, int Stored) ReadVectors()
    {
        int length = 0;
        int stored = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_vectors[i] is not ValueGetter<VBuffer<T>> getter)
            {
                length = checked(length + 1);
                stored++;
                continue;
            }
            getter(ref _buffers[i]);
            int size = _sources[i].Type.ValueCount();
            if (size > 0 && size != _buffers[i].Length)
                throw new InvalidOperationException($"The vectors of the column '{_sources[i].Name}' must have {size} slots, but one has {_buffers[i].Length}.");
            length = checked(length + _buffers[i].Length);
            stored += _buffers[i].GetValues().Length;
        }
        return (length, stored);
    }

    private VBuffer<T> MakeDense(ref VBuffer<T> value, int length)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, length);
        int slot = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_scalars[i] is ValueGetter<T> getter)
            {
                getter(ref editor.Values[slot++]);
                continue;
            }
            _buffers[i].CopyTo(editor.Values, slot);
            slot += _buffers[i].Length;
        }
        return editor.Commit();
    }

    private VBuffer<T> MakeSparse(ref VBuffer<T> value, int length, int stored)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, length, stored);
        int slot = 0;
        int count = 0;
        for (int i = 0; i < _sources.Length; i++)
        {
            if (_scalars[i] is ValueGetter<T> getter)
            {
                getter(ref editor.Values[count]);
                editor.Indices[count++] = slot++;
                continue;
            }
            ReadOnlySpan<T> values = _buffers[i].GetValues();
            ReadOnlySpan<int> indices = _buffers[i].GetIndices();
            values.CopyTo(editor.Values[count..]);
            for (int j = 0; j < values.Length; j++)
                editor.Indices[count++] = slot + (_buffers[i].IsDense ? j : indices[j]);
            slot += _buffers[i].Length;
        }
        return editor.Commit();
    }
}
