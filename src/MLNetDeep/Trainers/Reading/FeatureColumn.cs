using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Trainers;

/// <summary>The feature column: a vector of Single or Byte of known size. Also finds the example weight column.</summary>
internal static class FeatureColumn
{
    private const string Expected = "Vector<Single> or Vector<Byte> of known size";

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        DataViewSchema.Column column = Columns.Find(schema, "feature", name);
        VectorDataViewType? vector = column.Type as VectorDataViewType;
        DataViewType itemType = vector?.ItemType ?? column.Type;
        return vector is { IsKnownSize: true } && IsFeatureType(itemType)
            ? column
            : throw Columns.WrongType("feature", column, Expected, Cures.MakeFeatures(name, itemType, vector is { IsKnownSize: false }));
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void Check(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Columns.Find(shape, "feature", name);
        if (column.Kind != SchemaShape.Column.VectorKind.Vector || !IsFeatureType(column.ItemType) || column.IsKey)
        {
            bool hasVaryingSize = column.Kind == SchemaShape.Column.VectorKind.VariableVector;
            throw Columns.WrongType("feature", column, Expected, column.IsKey ? Cures.EmbedKeys : Cures.MakeFeatures(name, column.ItemType, hasVaryingSize));
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
        return column.Type == NumberDataViewType.Single ? column : throw Columns.WrongType("weight", column, "Single", Cures.Convert(name, column.Type, NumberDataViewType.Single));
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is missing or has the wrong type.</exception>
    public static void CheckWeight(SchemaShape shape, string? name)
    {
        if (name is null)
        {
            return;
        }

        SchemaShape.Column column = Columns.Find(shape, "weight", name);
        if (!IsScalar(column) || column.ItemType != NumberDataViewType.Single)
        {
            throw Columns.WrongType("weight", column, "Single", IsScalar(column) ? Cures.Convert(name, column.ItemType, NumberDataViewType.Single) : null);
        }
    }

    private static bool IsFeatureType(DataViewType itemType) => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Byte;

    private static bool IsScalar(SchemaShape.Column column) => column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey;
}
