using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>
/// Reads the rows of a view. Those without a label, or with a feature or weight that is not finite, are passed over and counted, as
/// ML.NET's trainers do.
/// </summary>
internal sealed class TrainingRowReader : IDisposable
{
    private readonly TrainingColumns _columns;
    private readonly DataViewRowCursor _cursor;
    private readonly ValueGetter<VBuffer<float>> _getFeatures;
    private readonly IByteGetter? _bytes;
    private readonly ValueGetter<float>? _getWeight;
    private VBuffer<float> _row;
    private float _weight = 1;

    public TrainingRowReader(IDataView view, TrainingColumns columns)
    {
        _columns = columns;
        (_cursor, _bytes) = Open(view, columns);
        _getFeatures = _cursor.GetGetter<VBuffer<float>>(columns.Features);
        _getWeight = columns.Weight is { } column ? _cursor.GetGetter<float>(column) : null;
    }

    /// <summary>The rows that were passed over so far.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>Makes what rows of this reader can be read into.</summary>
    /// <param name="features">Where their features are gathered.</param>
    public RowCollector CreateCollector(FeatureMatrixBuilder features) =>
        new(features, _columns.Label.CreateCollector(_cursor), _columns.Weight is not null);

    /// <summary>Reads the next rows until the collector has so many, or there are no more.</summary>
    /// <exception cref="InvalidOperationException">A weight is negative.</exception>
    public void Read(RowCollector rows, int maxRows, CancellationToken cancellation)
    {
        while (rows.RowCount < maxRows && MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            _getWeight?.Invoke(ref _weight);
            if (!rows.ReadLabel() || !float.IsFinite(_weight) || !ReadFeatures())
            {
                SkippedCount++;
                continue;
            }
            if (_weight < 0)
            {
                throw new InvalidOperationException($"The weight in column '{_columns.Weight!.Value.Name}' (row {_cursor.Position}) is {_weight}; it must be at least 0.");
            }

            if (_bytes is null)
            {
                rows.Add(_row, _weight);
            }
            else
            {
                rows.AddBytes(_bytes.Read(), _bytes.Scale, _weight);
            }
        }
    }

    public void Dispose() => _cursor.Dispose();

    // ML.NET shares the rows of a cursor out to threads that compute its columns. That costs more than bytes do, and hides them: they are
    // looked for behind the one cursor of a set, which computes by itself.
    private static (DataViewRowCursor Cursor, IByteGetter? Bytes) Open(IDataView view, TrainingColumns columns)
    {
        if (view.Schema.Any(column => column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Byte))
        {
            DataViewRowCursor[] cursors = view.GetRowCursorSet(columns.All, 1);
            if (cursors is [var single] && FindBytes(single, columns.Features) is { } bytes)
            {
                return (single, bytes);
            }

            Array.ForEach(cursors, cursor => cursor.Dispose());
        }
        return (view.GetRowCursor(columns.All), null);
    }

    private static IByteGetter? FindBytes(DataViewRowCursor cursor, DataViewSchema.Column features) =>
        ByteGetter.Find(cursor.GetGetter<VBuffer<float>>(features)) is { } bytes && float.IsFinite(byte.MaxValue * bytes.Scale)
            ? ByteGetter.Guard(features.Name, bytes)
            : null;

    // The cursors of sets leave it to their reader to say what an error is about.
    private bool MoveNext()
    {
        try
        {
            return _cursor.MoveNext();
        }
        catch (Exception e) when (_bytes is not null)
        {
            throw RowErrors.Reading(e);
        }
    }

    // False where one is not finite. Bytes are, and are read where they are used; of no values at all IsFiniteAll says no.
    private bool ReadFeatures()
    {
        if (_bytes is not null)
        {
            return true;
        }

        _getFeatures(ref _row);
        ReadOnlySpan<float> values = _row.GetValues();
        return values.IsEmpty || TensorPrimitives.IsFiniteAll(values);
    }
}
