using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A row with added columns. The other columns are active if they are active in the input row.</summary>
/// <param name="input">The input row.</param>
/// <param name="schema">The schema with the added columns.</param>
/// <param name="origins">For each column of <paramref name="schema"/>: the index of the input column, or the bitwise complement of the
/// index of the added column.</param>
/// <param name="addedGetters">The getters of the added columns; null for inactive columns.</param>
/// <param name="mapper">Computes the added columns.</param>
/// <param name="resources">What the getters use and the row disposes.</param>
internal sealed class MappedRow(
    DataViewRow input, DataViewSchema schema, int[] origins, Delegate?[] addedGetters, RowMapper mapper, IReadOnlyCollection<IDisposable> resources)
    : DataViewRow, IByteRow
{
    // Null for a cursor, which callers may pass from thread to thread.
    private readonly SingleThreadUse? _use = input is DataViewRowCursor ? null : new SingleThreadUse(input);

    /// <summary>Whether any added column is active.</summary>
    public bool HasAddedGetters => Array.Exists(addedGetters, getter => getter is not null);

    /// <summary>Whether the column is an added column.</summary>
    public bool IsAdded(DataViewSchema.Column column) => origins[column.Index] < 0;

    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        int origin = origins[column.Index];
        return origin >= 0 ? input.IsColumnActive(input.Schema[origin]) : addedGetters[~origin] is not null;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        int origin = origins[column.Index];
        if (origin >= 0)
        {
            return input.GetGetter<TValue>(input.Schema[origin]);
        }

        RowChecks.CheckActive(this, column);
        ValueGetter<TValue> getter = RowChecks.Cast<TValue>(addedGetters[~origin], column);
        return _use is null ? getter : new SingleThreadGetter<TValue>(_use, getter).Get;
    }

    /// <inheritdoc/>
    public IByteReader? GetByteReader(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        int origin = origins[column.Index];
        return origin < 0 ? mapper.CreateByteReader(~origin, input) : (input as IByteRow)?.GetByteReader(input.Schema[origin]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (IDisposable resource in resources)
            {
                resource.Dispose();
            }

            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
