using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>
/// Reads the rows of a view. Rows without a label, or with a feature or weight that is not finite, are skipped and counted, as ML.NET's
/// trainers do.
/// </summary>
internal sealed class RowReader : IDisposable
{
    private readonly RowColumns _columns;
    private readonly DataViewRowCursor _cursor;
    private readonly FeatureReader _features;
    private readonly ValueGetter<float>? _getWeight;
    private float _weight = 1;

    public RowReader(IDataView view, RowColumns columns)
    {
        _columns = columns;
        (_cursor, _features) = Open(view, columns);
        _getWeight = columns.Weight is { } column ? _cursor.GetGetter<float>(column) : null;
    }

    /// <summary>The rows that were skipped so far.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>Makes what gathers rows of this reader.</summary>
    /// <param name="features">Where their features go.</param>
    public RowCollector CreateCollector(FeatureMatrixBuilder features) =>
        new(features, _columns.Label.CreateCollector(_cursor), _columns.Weight is not null);

    /// <summary>Reads rows until the collector has a number of them, or there are no more.</summary>
    /// <exception cref="InvalidOperationException">A weight is negative.</exception>
    public void Read(RowCollector rows, int maxRows, CancellationToken cancellation)
    {
        while (rows.RowCount < maxRows && MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            _getWeight?.Invoke(ref _weight);
            if (!rows.ReadLabel() || !float.IsFinite(_weight) || !TryAdd(rows))
            {
                SkippedCount++;
            }
        }
    }

    public void Dispose() => _cursor.Dispose();

    // ML.NET hands the rows of a cursor out to threads that compute its columns; that costs more than reading bytes, and hides them. So bytes
    // are looked for behind the only cursor of a set of one, which computes its columns itself.
    private static (DataViewRowCursor Cursor, FeatureReader Features) Open(IDataView view, RowColumns columns)
    {
        if (view.Schema.Any(column => column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Byte))
        {
            DataViewRowCursor[] cursors = view.GetRowCursorSet(columns.All, 1);
            if (cursors is [IByteRow and DataViewRowCursor single])
            {
                FeatureReader features = new(single, columns.Features);
                if (features.Bytes is not null)
                {
                    return (single, features);
                }
            }

            Array.ForEach(cursors, cursor => cursor.Dispose());
        }

        DataViewRowCursor all = view.GetRowCursor(columns.All);
        return (all, new FeatureReader(all, columns.Features));
    }

    // The cursors of a set leave it to their reader to say what an error is about.
    private bool MoveNext()
    {
        try
        {
            return _cursor.MoveNext();
        }
        catch (Exception e) when (_features.Bytes is not null)
        {
            throw RowErrors.Reading(e);
        }
    }

    // False where a feature is not finite.
    private bool TryAdd(RowCollector rows)
    {
        if (_features.Bytes is { } bytes)
        {
            CheckWeight();
            rows.AddBytes(bytes.Read(), bytes.Scale, _weight);
            return true;
        }

        ref readonly VBuffer<float> row = ref _features.Read();
        ReadOnlySpan<float> values = row.GetValues();

        // IsFiniteAll is false for no values.
        if (!values.IsEmpty && !TensorPrimitives.IsFiniteAll(values))
        {
            return false;
        }

        CheckWeight();
        rows.Add(row, _weight);
        return true;
    }

    private void CheckWeight()
    {
        if (_weight < 0)
        {
            throw new InvalidOperationException(
                $"The weight in column '{_columns.Weight!.Value.Name}' (row {_cursor.Position}) is {_weight}; accepted: 0 or more.");
        }
    }
}
