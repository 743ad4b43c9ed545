using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Rows;

/// <summary>A view with added columns, which are computed as rows are read.</summary>
internal sealed class MappedView : TransformedView
{
    private readonly RowBinding _binding;
    private readonly IHostEnvironment? _host;

    /// <param name="input">The input rows.</param>
    /// <param name="mapper">Computes the added columns.</param>
    /// <param name="component">The name of the transformer, for messages.</param>
    /// <param name="host">The host whose cancellation ends a pass; null if there is none.</param>
    public MappedView(IDataView input, RowMapper mapper, string component, IHostEnvironment? host) : base(component, input, mapper)
    {
        _host = host;
        _binding = new RowBinding(mapper);
    }

    public override DataViewSchema Schema => _binding.OutputSchema;

    public override bool CanShuffle => Input.CanShuffle;

    public override long? GetRowCount() => Input.GetRowCount();

    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = ToArray(columnsNeeded);
        return Map([Input.GetRowCursor(_binding.GetDependencies(columns), rand)], columns, isSingle: true)[0];
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = ToArray(columnsNeeded);
        return Map(Input.GetRowCursorSet(_binding.GetDependencies(columns), n, rand), columns, isSingle: false);
    }

    private DataViewRowCursor[] Map(DataViewRowCursor[] inputs, DataViewSchema.Column[] columns, bool isSingle)
    {
        DataViewRowCursor[] cursors = [.. inputs];
        try
        {
            for (int i = 0; i < cursors.Length; i++)
            {
                (DataViewRowCursor cursor, MappedRow row) = _binding.MapCursor(cursors[i], columns);

                // A cancellation ends the passes that are under way. Models are still used after it: AutoML cancels its context when it is done.
                cursors[i] = new MappedCursor(cursor, row, columns, isSingle, HostCancellation.IsCancelled(_host) ? null : _host);
            }

            return cursors;
        }
        catch
        {
            Array.ForEach(cursors, cursor => cursor.Dispose());
            throw;
        }
    }

    private static DataViewSchema.Column[] ToArray(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return columnsNeeded.ToArray();
    }
}
