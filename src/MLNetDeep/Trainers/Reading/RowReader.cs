using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>
/// Reads the rows of a view. Like ML.NET's trainers, it skips and counts rows without a label, or with a feature or weight that is not
/// finite.
/// </summary>
internal sealed class RowReader : IDisposable
{
    private readonly IHostEnvironment? _host;
    private readonly RowShare _share;
    private readonly RowColumns _columns;
    private readonly DataViewRowCursor _cursor;

    // One of them is null: a network takes numbers or indices.
    private readonly FeatureReader? _features;
    private readonly IndexReader? _indices;
    private readonly ValueGetter<float>? _getWeight;
    private readonly bool _isFromSet;
    private float _weight = 1;

    /// <param name="view">The view.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="host">The host whose cancellation ends the reading; null if there is none.</param>
    /// <param name="share">The rows to read. Of the others, no column is computed. Default: all rows.</param>
    public RowReader(IDataView view, RowColumns columns, IHostEnvironment? host, RowShare share = default)
    {
        _host = host;
        _share = share;
        _columns = columns;
        if (columns.Indices is { } indices)
        {
            _cursor = view.GetRowCursor(columns.All);
            _indices = indices.CreateReader(_cursor);
        }
        else
        {
            (_cursor, _features, _isFromSet) = Open(view, columns);
        }

        Skipped = new SkippedRows(columns);
        _getWeight = columns.Weight is { } column ? _cursor.GetGetter<float>(column) : null;
    }

    /// <summary>The rows skipped so far.</summary>
    public SkippedRows Skipped { get; }

    /// <summary>The number of rows that the view has up to here, those of other shares among them.</summary>
    public long ViewRows { get; private set; }

    /// <summary>Creates a collector for the rows of this reader.</summary>
    /// <param name="features">Receives the features.</param>
    public RowCollector CreateCollector(FeatureRows features) =>
        new(features, _columns.Label.CreateCollector(_cursor), _columns.Weight is not null);

    /// <summary>Reads rows until the collector has <paramref name="maxRows"/> rows, or no more rows are left.</summary>
    /// <exception cref="InvalidOperationException">A weight is negative, or a vector has the wrong length or an index that is not accepted.</exception>
    public void Read(RowCollector rows, int maxRows, CancellationToken cancellation)
    {
        while (rows.RowCount < maxRows && ReadNext(rows, cancellation) is not null)
        {
        }
    }

    /// <summary>Reads the next row of the share.</summary>
    /// <returns>Whether it was added; false if it was skipped, null if there is none.</returns>
    /// <exception cref="InvalidOperationException">A weight is negative, or a vector has the wrong length or an index that is not accepted.</exception>
    public bool? ReadNext(RowCollector rows, CancellationToken cancellation)
    {
        do
        {
            if (!MoveNext())
            {
                return null;
            }

            HostCancellation.ThrowIfCancelled(_host);
            cancellation.ThrowIfCancellationRequested();
        }
        while (!_share.Has(ViewRows++));

        if (!rows.ReadLabel())
        {
            Skipped.Label++;
            return false;
        }

        if (!ReadWeight())
        {
            Skipped.Weight++;
            return false;
        }

        if (!TryAdd(rows))
        {
            Skipped.Features++;
            return false;
        }

        return true;
    }

    public void Dispose() => _cursor.Dispose();

    // GetRowCursor may return an ML.NET cursor that computes columns on other threads. That costs more than reading bytes, and the cursor
    // does not expose the bytes. A cursor set of size one computes its columns itself, so its cursor is tried first.
    private static (DataViewRowCursor Cursor, FeatureReader Features, bool IsFromSet) Open(IDataView view, RowColumns columns)
    {
        if (view.Schema.Any(column => column.Type is VectorDataViewType vector && vector.ItemType == NumberDataViewType.Byte))
        {
            DataViewRowCursor[] cursors = view.GetRowCursorSet(columns.All, 1);
            if (cursors is [DataViewRowCursor single] && (single as IByteRow)?.GetByteReader(columns.Features) is not null)
            {
                FeatureReader features = new(single, columns.Features, columns.Planes);
                if (features.Bytes is not null)
                {
                    return (single, features, true);
                }
            }

            Array.ForEach(cursors, cursor => cursor.Dispose());
        }

        DataViewRowCursor all = view.GetRowCursor(columns.All);
        return (all, new FeatureReader(all, columns.Features, columns.Planes), false);
    }

    // A cursor from a cursor set does not wrap its exceptions, so this reader does.
    private bool MoveNext()
    {
        try
        {
            return _cursor.MoveNext();
        }
        catch (Exception e) when (_isFromSet && e is not OperationCanceledException)
        {
            throw RowErrors.WrapReadError(e);
        }
    }

    // Returns false if a feature is not finite.
    private bool TryAdd(RowCollector rows)
    {
        if (_features is null)
        {
            rows.AddIndices(_indices!, _weight);
            return true;
        }

        if (_features.Bytes is { } bytes)
        {
            rows.AddBytes(bytes.Read(), bytes.Scale, _weight);
            return true;
        }

        ref readonly VBuffer<float> row = ref _features.Read();
        ReadOnlySpan<float> values = row.GetValues();

        // IsFiniteAll returns false for an empty span.
        if (!values.IsEmpty && !TensorPrimitives.IsFiniteAll(values))
        {
            return false;
        }

        rows.Add(row, _weight);
        return true;
    }

    // Returns false if the weight is not finite. Without a weight column, all weights are 1.
    private bool ReadWeight()
    {
        if (_getWeight is null)
        {
            return true;
        }

        _weight = float.NaN;
        _getWeight(ref _weight);
        return _weight < 0 && float.IsFinite(_weight)
            ? throw new InvalidOperationException(
                $"The weight in {RowErrors.Place(_cursor, _columns.Weight!.Value)} is {_weight}; accepted: 0 or more.")
            : float.IsFinite(_weight);
    }
}
