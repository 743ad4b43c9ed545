using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// The values of a column of vectors, each dense or sparse as it was read. They share large arrays, so that a row costs
/// no object of its own.
/// </summary>
internal sealed class CachedVectors<T> : CachedColumn
{
    private const int ChunkLength = 1 << 16;

    private readonly List<Row> _rows = [];
    private readonly ChunkWriter<T> _values = new();
    private readonly ChunkWriter<int> _indices = new();

    public override Action CreateAppender(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<VBuffer<T>> getter = cursor.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return () =>
        {
            getter(ref buffer);
            _rows.Add(new Row(buffer.Length, _values.Append(buffer.GetValues()), _indices.Append(buffer.GetIndices())));
        };
    }

    public override Delegate CreateGetter(CacheCursor cursor) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
    {
        ref readonly Row row = ref CollectionsMarshal.AsSpan(_rows)[(int)cursor.CheckedRow()];
        VBufferEditor<T> editor = VBufferEditor.Create(ref value, row.Length, row.Values.Count);
        row.Values.AsSpan().CopyTo(editor.Values);
        row.Indices.AsSpan().CopyTo(editor.Indices);
        value = editor.Commit();
    });

    private readonly record struct Row(int Length, ArraySegment<T> Values, ArraySegment<int> Indices);

    /// <summary>Packs runs of items into arrays that are never moved.</summary>
    private sealed class ChunkWriter<TItem>
    {
        private TItem[] _chunk = [];
        private int _used;

        public ArraySegment<TItem> Append(ReadOnlySpan<TItem> items)
        {
            if (items.Length > _chunk.Length - _used)
            {
                _chunk = new TItem[Math.Max(ChunkLength, items.Length)];
                _used = 0;
            }
            items.CopyTo(_chunk.AsSpan(_used));
            var segment = new ArraySegment<TItem>(_chunk, _used, items.Length);
            _used += items.Length;
            return segment;
        }
    }
}
