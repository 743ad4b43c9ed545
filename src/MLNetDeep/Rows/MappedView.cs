using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>A view with added columns, which are computed as rows are read.</summary>
internal sealed class MappedView : IDataView
{
    private readonly IDataView _input;
    private readonly RowBinding _binding;

    public MappedView(IDataView input, RowMapper mapper)
    {
        _input = input;
        _binding = new RowBinding(mapper);
    }

    public DataViewSchema Schema => _binding.OutputSchema;

    public bool CanShuffle => _input.CanShuffle;

    public long? GetRowCount() => _input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = ToArray(columnsNeeded);
        return Map(_input.GetRowCursor(_binding.GetDependencies(columns), rand), columns, isSingle: true);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = ToArray(columnsNeeded);
        return Array.ConvertAll(_input.GetRowCursorSet(_binding.GetDependencies(columns), n, rand), cursor => Map(cursor, columns, isSingle: false));
    }

    private MappedCursor Map(DataViewRowCursor input, DataViewSchema.Column[] columns, bool isSingle)
    {
        (DataViewRowCursor cursor, MappedRow row) = _binding.MapCursor(input, columns);
        return new(cursor, row, columns, isSingle);
    }

    private static DataViewSchema.Column[] ToArray(IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return columnsNeeded.ToArray();
    }
}
