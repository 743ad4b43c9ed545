namespace Microsoft.ML.Data;

/// <summary>Reads what is known about a column.</summary>
public static class SchemaAnnotationsExtensions
{
    /// <summary>Whether the column has vectors of one size, and a name for each slot.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column)
        => column.Type is VectorDataViewType { IsKnownSize: true } vector
            && AnnotationType(column, AnnotationKinds.SlotNames) is VectorDataViewType { ItemType: TextDataViewType } names
            && names.Size == vector.Size;

    /// <summary>Writes the names of a vector column's slots.</summary>
    /// <exception cref="InvalidOperationException">The column has no slot names.</exception>
    public static void GetSlotNames(this DataViewSchema.Column column, ref VBuffer<ReadOnlyMemory<char>> slotNames)
        => Read(column, AnnotationKinds.SlotNames, ref slotNames);

    /// <summary>Whether the column has keys, or vectors of them, and a value for each key.</summary>
    /// <param name="column">The column.</param>
    /// <param name="keyValueItemType">The type that the values must have; text by default.</param>
    public static bool HasKeyValues(this DataViewSchema.Column column, PrimitiveDataViewType? keyValueItemType = null)
        => column.Type.ItemTypeOrSelf() is KeyDataViewType key
            && AnnotationType(column, AnnotationKinds.KeyValues) is VectorDataViewType values
            && key.Count == (ulong)values.Size
            && (keyValueItemType ?? TextDataViewType.Instance).Equals(values.ItemType);

    /// <summary>Writes the values of a key column's keys.</summary>
    /// <exception cref="InvalidOperationException">
    /// The column has no key values, or <typeparamref name="TValue"/> is not the raw type of the values.
    /// </exception>
    public static void GetKeyValues<TValue>(this DataViewSchema.Column column, ref VBuffer<TValue> keyValues)
        => Read(column, AnnotationKinds.KeyValues, ref keyValues);

    /// <summary>Whether the column's numbers are known to lie in a narrow range, say because they went through a normalizer.</summary>
    public static bool IsNormalized(this DataViewSchema.Column column)
    {
        if (AnnotationType(column, AnnotationKinds.IsNormalized) is not BooleanDataViewType)
            return false;
        bool isNormalized = false;
        column.Annotations.GetValue(AnnotationKinds.IsNormalized, ref isNormalized);
        return isNormalized;
    }

    private static void Read<TValue>(DataViewSchema.Column column, string kind, ref TValue value)
    {
        if (AnnotationType(column, kind) is null)
            throw new InvalidOperationException($"The column '{column.Name}' has no annotation '{kind}'.");
        column.Annotations.GetValue(kind, ref value);
    }

    internal static DataViewType? AnnotationType(DataViewSchema.Column column, string kind) => column.Annotations.Schema.GetColumnOrNull(kind)?.Type;
}
