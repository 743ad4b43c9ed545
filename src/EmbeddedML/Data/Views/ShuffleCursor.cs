using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>Delivers rows in an order drawn from a pool of the next ones.</summary>
/// <remarks>
/// The pool is a ring of slots. A step draws one of the live slots, swaps it with the oldest and delivers that; the slot is
/// filled anew at the following step, so that the delivered values stay readable until then.
/// </remarks>
internal sealed class ShuffleCursor : RootCursor
{
    private readonly DataViewRowCursor _input;
    private readonly Random _random;
    private readonly ColumnPool[] _pools;
    private readonly int[] _poolOfColumn;
    private readonly ColumnPool<DataViewRowId> _ids;
    private readonly int[] _slots;
    private int _oldest;
    private int _live;
    private int _current = -1;
    private bool _inputEnded;

    public ShuffleCursor(DataViewRowCursor input, DataViewSchema.Column[] columns, int poolSize, Random random) : base(input.Schema, columns)
    {
        _input = input;
        _random = random;
        _slots = Enumerable.Range(0, poolSize).ToArray();
        _poolOfColumn = new int[input.Schema.Count];
        var pools = new List<ColumnPool>();
        foreach (DataViewSchema.Column column in input.Schema)
        {
            if (!IsColumnActive(column))
                continue;
            _poolOfColumn[column.Index] = pools.Count;
            pools.Add(ColumnPool.Create(input, column, poolSize));
        }
        _ids = new ColumnPool<DataViewRowId>(input.GetIdGetter(), poolSize, static (in DataViewRowId from, ref DataViewRowId to) => to = from);
        pools.Add(_ids);
        _pools = [.. pools];
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => CreateGetter(_ids);

    protected override bool MoveNextCore()
    {
        _current = -1;
        while (_live < _slots.Length && !_inputEnded)
        {
            if (!TryFill(_slots[(_oldest + _live) % _slots.Length]))
            {
                _inputEnded = true;
                break;
            }
            _live++;
        }
        if (_live == 0)
            return false;
        int drawn = (_oldest + _random.Next(_live)) % _slots.Length;
        (_slots[drawn], _slots[_oldest]) = (_slots[_oldest], _slots[drawn]);
        _current = _slots[_oldest];
        _oldest = (_oldest + 1) % _slots.Length;
        _live--;
        return true;
    }

    // ML.NET fills the pool on another thread, and has what it throws in an exception of its own.
    private bool TryFill(int slot)
    {
        try
        {
            if (!_input.MoveNext())
                return false;
            foreach (ColumnPool pool in _pools)
                pool.Fill(slot);
            return true;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The rows to shuffle could not be read: {e.Message}", e);
        }
    }

    protected override Delegate CreateGetter(DataViewSchema.Column column) => _pools[_poolOfColumn[column.Index]].CreateGetter(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }

    private ValueGetter<T> CreateGetter<T>(ColumnPool<T> pool) => (ref T value) =>
    {
        CheckOnRow();
        pool.Fetch(_current, ref value);
    };

    private delegate void Copier<T>(in T from, ref T to);

    /// <summary>The values of one column in the slots of the pool.</summary>
    private abstract class ColumnPool
    {
        public abstract void Fill(int slot);

        public abstract Delegate CreateGetter(ShuffleCursor cursor);

        public static ColumnPool Create(DataViewRowCursor input, DataViewSchema.Column column, int size)
        {
            return column.Type is VectorDataViewType vector
                ? RawTypes.Invoke(vector.ItemType.RawType, new VectorFactory(input, column, size))
                : RawTypes.Invoke(column.Type.RawType, new ScalarFactory(input, column, size));
        }
    }

    private sealed class ColumnPool<T>(ValueGetter<T> getter, int size, Copier<T> copy) : ColumnPool
    {
        private readonly T[] _values = new T[size];

        public override void Fill(int slot) => getter(ref _values[slot]);

        public void Fetch(int slot, ref T value) => copy(in _values[slot], ref value);

        public override Delegate CreateGetter(ShuffleCursor cursor) => cursor.CreateGetter(this);
    }

    private sealed class ScalarFactory(DataViewRowCursor input, DataViewSchema.Column column, int size) : IRawTypeFunction<ColumnPool>
    {
        public ColumnPool Invoke<T>() => new ColumnPool<T>(input.GetGetter<T>(column), size, static (in T from, ref T to) => to = from);
    }

    private sealed class VectorFactory(DataViewRowCursor input, DataViewSchema.Column column, int size) : IRawTypeFunction<ColumnPool>
    {
        public ColumnPool Invoke<T>()
            => new ColumnPool<VBuffer<T>>(input.GetGetter<VBuffer<T>>(column), size, static (in VBuffer<T> from, ref VBuffer<T> to) => from.CopyTo(ref to));
    }
}
