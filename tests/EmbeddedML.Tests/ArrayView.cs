using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests;

/// <summary>
/// A view over arrays for tests. It is written against the public API only, so that a program built on the real
/// Microsoft.ML package can use the same source to record expected values.
/// </summary>
internal sealed class ArrayView : IDataView
{
    private readonly DataViewSchema.Builder _builder = new();
    private readonly List<Func<Cursor, Delegate>> _getters = [];
    private int? _rowCount;
    private DataViewSchema? _schema;

    public DataViewSchema Schema => _schema ??= _builder.ToSchema();

    public bool CanShuffle => false;

    /// <summary>How many cursors have been opened.</summary>
    public int CursorsOpened { get; private set; }

    /// <summary>The names of the columns that the last cursor was asked for.</summary>
    public string[] LastColumnsNeeded { get; private set; } = [];

    /// <summary>Adds a column of single values.</summary>
    public ArrayView Add<T>(string name, PrimitiveDataViewType type, params T[] values) => AppendScalars(name, type, values, null);

    /// <summary>Adds a column of single values with annotations.</summary>
    public ArrayView Add<T>(string name, PrimitiveDataViewType type, T[] values, DataViewSchema.Annotations annotations)
        => AppendScalars(name, type, values, annotations);

    /// <summary>Adds a column of vectors.</summary>
    public ArrayView Add<T>(string name, VectorDataViewType type, VBuffer<T>[] rows, DataViewSchema.Annotations? annotations = null)
        => AppendVectors(name, type, rows, annotations);

    /// <summary>Adds a column of dense Single vectors, with slot names if any are given.</summary>
    public ArrayView AddScores(string name, int size, float[][] rows, params string[] slotNames)
    {
        VBuffer<float>[] vectors = Array.ConvertAll(rows, row => new VBuffer<float>(row.Length, row));
        return AppendVectors(name, new VectorDataViewType(NumberDataViewType.Single, size), vectors, slotNames.Length == 0 ? null : SlotNames(slotNames));
    }

    /// <summary>Annotations with slot names.</summary>
    public static DataViewSchema.Annotations SlotNames(params string[] names)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        ReadOnlyMemory<char>[] texts = Array.ConvertAll(names, name => name.AsMemory());
        builder.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Length), (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, texts.Length);
            texts.CopyTo(editor.Values);
            value = editor.Commit();
        });
        return builder.ToAnnotations();
    }

    /// <summary>A key type over UInt32.</summary>
    public static KeyDataViewType Key(int count) => new(typeof(uint), count);

    public long? GetRowCount() => _rowCount ?? 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        CursorsOpened++;
        LastColumnsNeeded = columnsNeeded.Select(column => column.Name).ToArray();
        return new Cursor(this, columnsNeeded.Select(column => column.Index).ToHashSet());
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private ArrayView AppendScalars<T>(string name, DataViewType type, T[] values, DataViewSchema.Annotations? annotations)
        => Append(name, type, values.Length, annotations, cursor => (ValueGetter<T>)((ref T value) => value = values[cursor.Position]));

    // Vectors are copied, as the array of one that was handed out belongs to the caller.
    private ArrayView AppendVectors<T>(string name, DataViewType type, VBuffer<T>[] rows, DataViewSchema.Annotations? annotations)
        => Append(name, type, rows.Length, annotations, cursor => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => rows[cursor.Position].CopyTo(ref value)));

    private ArrayView Append(string name, DataViewType type, int rowCount, DataViewSchema.Annotations? annotations, Func<Cursor, Delegate> makeGetter)
    {
        if (rowCount != (_rowCount ?? rowCount))
            throw new ArgumentException($"'{name}' has {rowCount} rows, others {_rowCount}.");
        _rowCount = rowCount;
        _builder.AddColumn(name, type, annotations);
        _getters.Add(makeGetter);
        return this;
    }

    private sealed class Cursor(ArrayView view, HashSet<int> active) : DataViewRowCursor
    {
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            if (++_position < view.GetRowCount())
                return true;
            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
                throw new ArgumentOutOfRangeException(nameof(column), $"'{column.Name}' is not active.");
            return view._getters[column.Index](this) as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"'{column.Name}' is not of {typeof(TValue)}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter()
            => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);
    }
}
