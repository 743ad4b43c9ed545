namespace MLNetDeep.Neural.Cpu;

/// <summary>The number of used positions in each row of a batch of sequences. Values beyond are 0.</summary>
internal sealed unsafe class SequenceLengths
{
    private readonly SequenceLengths? _source;

    // The length after some layers for each length before them.
    private readonly int[] _map = [];
    private int[] _lengths = [];
    private int _count;

    /// <summary>Creates the lengths of a network's input, which <see cref="Set(FeatureMatrix, ReadOnlySpan{int})"/> fills for each batch.</summary>
    public SequenceLengths()
    {
    }

    private SequenceLengths(SequenceLengths source, int[] map)
    {
        _source = source;
        _map = map;
    }

    /// <summary>The length of each row; empty if every row uses all positions.</summary>
    public ReadOnlySpan<int> Span => _lengths.AsSpan(0, _count);

    /// <summary>The length of a row.</summary>
    /// <param name="row">The row's position in the batch.</param>
    /// <param name="positions">The number of positions in a row.</param>
    public int Of(int row, int positions) => _count == 0 ? positions : _lengths[row];

    /// <summary>Returns the lengths after a layer; null if they mean nothing there.</summary>
    public SequenceLengths? After(PlacedLayer layer)
    {
        int positions = layer.InputShape[0];
        int?[] after = [.. Enumerable.Range(0, positions + 1).Select(length => layer.OutputLength(length))];
        return after.Contains(null) ? null
            : after.Index().All(item => item.Item == item.Index) ? this
            : new SequenceLengths(this, Array.ConvertAll(after, length => length!.Value));
    }

    /// <summary>Sets the lengths of a batch.</summary>
    /// <param name="features">The matrix that contains the rows.</param>
    /// <param name="rows">The rows.</param>
    public void Set(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        Begin(features.RowLengths.IsEmpty ? 0 : rows.Length);
        for (int row = 0; row < _count; row++)
        {
            _lengths[row] = features.LengthOf(rows[row]);
        }
    }

    /// <summary>Sets the lengths of a batch.</summary>
    /// <param name="lengths">The length of each row.</param>
    public void Set(ReadOnlySpan<int> lengths)
    {
        Begin(lengths.Length);
        lengths.CopyTo(_lengths);
    }

    /// <summary>Lets every row use all positions.</summary>
    public void Clear() => _count = 0;

    /// <summary>Computes the lengths from those before the layers. Has no effect on the lengths of a network's input.</summary>
    public void Update()
    {
        if (_source is not null)
        {
            Begin(_source._count);
            for (int row = 0; row < _count; row++)
            {
                _lengths[row] = _map[_source._lengths[row]];
            }
        }
    }

    /// <summary>Sets the values of all rows beyond their lengths to 0.</summary>
    /// <param name="values">The values, whose first dimension is that of the positions.</param>
    public void ClearBeyond(Activations values)
    {
        int positions = values.Shape[0];
        int size = values.Columns / positions;
        for (int row = 0; row < _count; row++)
        {
            int first = _lengths[row] * size;
            new Span<float>(values.Pointer + ((long)row * values.Stride) + first, values.Columns - first).Clear();
        }
    }

    private void Begin(int count)
    {
        if (_lengths.Length < count)
        {
            _lengths = new int[count];
        }

        _count = count;
    }
}
