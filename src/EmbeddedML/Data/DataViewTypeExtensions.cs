namespace Microsoft.ML.Data;

/// <summary>Questions about types that components ask again and again.</summary>
internal static class DataViewTypeExtensions
{
    /// <summary>The type of a vector's items, or of the single values.</summary>
    public static DataViewType ItemTypeOrSelf(this DataViewType type) => type is VectorDataViewType vector ? vector.ItemType : type;

    /// <summary>The number of values in each row: 1 for single values, 0 for vectors whose size differs from row to row.</summary>
    public static int ValueCount(this DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <summary>The type with other items: a vector of the same dimensions, or a single value.</summary>
    public static DataViewType WithItemType(this DataViewType type, PrimitiveDataViewType itemType)
        => type is VectorDataViewType vector ? new VectorDataViewType(itemType, vector.Dimensions) : itemType;

    /// <summary>Whether the type is one of the built-in primitive ones other than keys.</summary>
    public static bool IsStandardScalar(this DataViewType type)
        => type is NumberDataViewType or TextDataViewType or BooleanDataViewType or RowIdDataViewType
            or TimeSpanDataViewType or DateTimeDataViewType or DateTimeOffsetDataViewType;
}
