using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>Finds columns of numbers in a scored view.</summary>
internal static class ScoredNumbers
{
    /// <summary>Finds a column of Single.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has another type.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string role, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, role, name);
        return column.Type == NumberDataViewType.Single
            ? column
            : throw Columns.WrongType(role, column, "Single", Cures.Convert(name, column.Type, NumberDataViewType.Single));
    }
}
