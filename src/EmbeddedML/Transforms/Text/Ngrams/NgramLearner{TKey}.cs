using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Text;

/// <inheritdoc/>
internal sealed class NgramLearner<TKey> : NgramLearner
{
    private readonly NgramScanner _scanner;
    private readonly ValueGetter<VBuffer<TKey>> _getter;
    private VBuffer<TKey> _keys;

    // For each n-gram, how many rows have it, and the last one that did, from 1.
    private int[] _rowCounts = [];
    private long[] _lastRows = [];
    private long _row;
    private int _savedCount;

    public NgramLearner(NgramOptions options, DataViewRow input, DataViewSchema.Column column) : base(options)
    {
        _scanner = new NgramScanner(options.NgramLength, options.SkipLength, ((KeyDataViewType)column.Type.ItemTypeOrSelf()).Count);
        _getter = input.GetGetter<VBuffer<TKey>>(column);
    }

    public override void AddRow()
    {
        _row++;
        _getter(ref _keys);
        var visitor = new Visitor(this);
        _scanner.Scan(_keys, ref visitor);
        // ML.NET's array of frequencies grows after a row, and is saved with the room that it has to spare.
        if (CountsRows && _savedCount < Pool.Count)
            _savedCount = Math.Max(Pool.Count, _savedCount == 0 ? 4 : 2 * _savedCount);
    }

    public override NgramDictionary Finish()
    {
        var frequencies = new double[_savedCount];
        for (int id = 0; id < Math.Min(_savedCount, _rowCounts.Length); id++)
            frequencies[id] = _rowCounts[id] == 0 ? 0 : Math.Log((double)_row / _rowCounts[id]);
        return new NgramDictionary(
            Options.NgramLength, Options.SkipLength, Options.Weighting, Array.ConvertAll(Counts, count => count > 0), Pool, frequencies);
    }

    private bool Add(ReadOnlySpan<uint> ngram)
    {
        int level = ngram.Length - 1;
        int id = -1;
        if (Counts[level] < Options.Limits[level] && Pool.TryAdd(ngram, out id) && ++Counts[level] == Options.Limits[level])
            LengthsLeft--;
        if (!CountsRows)
            return LengthsLeft > 0;
        if (id < 0)
            id = Pool.Find(ngram);
        if (id >= 0)
            CountRow(id);
        return true;
    }

    private void CountRow(int id)
    {
        if (id >= _rowCounts.Length)
        {
            Array.Resize(ref _rowCounts, Math.Max(16, 2 * id));
            Array.Resize(ref _lastRows, _rowCounts.Length);
        }
        if (_lastRows[id] == _row)
            return;
        _lastRows[id] = _row;
        _rowCounts[id]++;
    }

    private readonly struct Visitor(NgramLearner<TKey> learner) : INgramVisitor
    {
        public bool Visit(ReadOnlySpan<uint> ngram) => learner.Add(ngram);
    }
}
