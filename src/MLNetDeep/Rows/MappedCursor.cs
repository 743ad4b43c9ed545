using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Rows;

/// <summary>A cursor that adds computed columns to the rows of an input cursor.</summary>
internal sealed class MappedCursor : DataViewRowCursor, IByteRow
{
    private readonly DataViewRowCursor _input;
    private readonly MappedRow _row;
    private readonly IHostEnvironment? _host;
    private readonly bool[] _active;
    private readonly bool _isComputed;
    private readonly bool _wrapsErrors;

    /// <param name="input">The input cursor.</param>
    /// <param name="row">The row over <paramref name="input"/>. It may have active columns beyond the requested ones, as inputs of added
    /// columns.</param>
    /// <param name="columnsNeeded">The requested columns; only they can be read.</param>
    /// <param name="isSingle">Whether the cursor reads all rows; false if it is one of a set of parallel cursors.</param>
    /// <param name="host">The host whose cancellation ends the pass; null if there is none.</param>
    public MappedCursor(
        DataViewRowCursor input, MappedRow row, IEnumerable<DataViewSchema.Column> columnsNeeded, bool isSingle, IHostEnvironment? host)
    {
        _host = host;
        _input = input;
        _row = row;
        _active = ActiveColumns.CreateMask(row.Schema, columnsNeeded);
        _isComputed = row.HasAddedGetters || input is MappedCursor { _isComputed: true };
        _wrapsErrors = isSingle && _isComputed;
    }

    public override DataViewSchema Schema => _row.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool MoveNext()
    {
        HostCancellation.ThrowIfCancelled(_host);
        try
        {
            return _input.MoveNext();
        }
        catch (Exception e) when (_wrapsErrors && e is not OperationCanceledException)
        {
            throw RowErrors.WrapReadError(e);
        }
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(Schema, column);
        return _active[column.Index];
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        // ML.NET reads computed columns ahead, and its read-ahead cursor throws a different exception type for an inactive column.
        if (_isComputed)
        {
            RowChecks.CheckActiveArgument(this, column);
        }
        else
        {
            RowChecks.CheckActive(this, column);
        }

        ValueGetter<TValue> getter = _row.GetGetter<TValue>(column);
        return _wrapsErrors && _row.IsAdded(column) ? new GuardedGetter<TValue>(column.Name, getter).Get : getter;
    }

    /// <inheritdoc/>
    public IByteReader? GetByteReader(DataViewSchema.Column column)
    {
        RowChecks.CheckActiveArgument(this, column);
        IByteReader? bytes = _row.GetByteReader(column);
        return bytes is not null && _wrapsErrors && _row.IsAdded(column) ? new GuardedByteReader(column.Name, bytes) : bytes;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _row.Dispose();
        }

        base.Dispose(disposing);
    }
}
