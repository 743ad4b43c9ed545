using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The feature column: a vector of Single of known size. Also finds the example weight column.</summary>
internal static class FeatureColumn
{
    private const string Expected = "Vector<Single> of known size";

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "feature", name);
        bool fits = column.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single;
        return fits ? column : throw Columns.WrongType("feature", name, Expected, column.Type);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "feature", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || column.ItemType != NumberDataViewType.Single || column.IsKey)
        {
            throw Columns.WrongType("feature", name, Expected, Columns.Describe(column));
        }
    }

    /// <summary>Finds the example weight column, a Single; null if <paramref name="name"/> is null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static DataViewSchema.Column? FindWeight(DataViewSchema schema, string? name)
    {
        if (name is null)
        {
            return null;
        }

        DataViewSchema.Column column = Columns.Find(schema, "weight", name);
        return column.Type == NumberDataViewType.Single ? column : throw Columns.WrongType("weight", name, "Single", column.Type);
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void CheckWeight(SchemaShape shape, string? name)
    {
        if (name is null)
        {
            return;
        }

        SchemaShape.Column column = Columns.Find(shape, "weight", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.ItemType != NumberDataViewType.Single || column.IsKey)
        {
            throw Columns.WrongType("weight", name, "Single", Columns.Describe(column));
        }
    }
}
