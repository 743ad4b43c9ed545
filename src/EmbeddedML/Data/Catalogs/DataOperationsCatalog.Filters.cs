using Microsoft.ML.Data;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    /// <summary>The rows of a view whose value in a column lies in a range. Missing values lie in none.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columnName">The column of reals.</param>
    /// <param name="lowerBound">The smallest value of the range.</param>
    /// <param name="upperBound">The end of the range, itself not in it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column, it is not one of Single or Double, or the range is empty.</exception>
    public IDataView FilterRowsByColumn(
        IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        ColumnErrors.CheckName(columnName, nameof(columnName));
        if (!(lowerBound < upperBound))
            throw new ArgumentOutOfRangeException(nameof(upperBound), upperBound, $"It must be greater than {nameof(lowerBound)}, {lowerBound}.");
        RowNumber number = RowNumber.ValueOf(FindColumn(input, columnName, nameof(columnName), "filter"), nameof(columnName));
        return FilterByRange(input, number, lowerBound, upperBound);
    }

    /// <summary>The rows of a view without those that lack a value in one of some columns, or in one of their slots.</summary>
    /// <param name="input">The view.</param>
    /// <param name="columns">The columns: of Single, Double or keys, or of vectors of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">No column is given, one is not there, twice, or of another type.</exception>
    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (columns is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(columns), "At least one column is needed.");
        _env.Register("MissingValueFilter");
        return new MissingValuesFilterView(input, columns);
    }

    private RangeFilterView FilterByRange(IDataView input, RowNumber number, double lowerBound, double upperBound)
    {
        _env.Register("RangeFilter");
        return new RangeFilterView(input, number, new NumberRange(lowerBound, upperBound, IncludesMaximum: false));
    }
}
