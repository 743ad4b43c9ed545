namespace Microsoft.ML.Data;

/// <summary>The annotation that says which slots of a vector column belong to one category each: pairs of first and last slot.</summary>
internal static class CategoricalSlots
{
    /// <summary>The type of the annotation for so many ranges.</summary>
    public static VectorDataViewType TypeFor(int rangeCount) => new(NumberDataViewType.Int32, rangeCount, 2);

    /// <summary>The ranges of a column: first and last slot in turn. Empty where it has none, or they are not within it in ascending order.</summary>
    public static int[] Read(DataViewSchema.Column column)
    {
        int size = column.Type is VectorDataViewType vector ? vector.Size : 0;
        if (size == 0 || SchemaAnnotationsExtensions.AnnotationType(column, AnnotationKinds.CategoricalSlotRanges)?.RawType != typeof(VBuffer<int>))
            return [];
        VBuffer<int> ranges = default;
        column.Annotations.GetValue(AnnotationKinds.CategoricalSlotRanges, ref ranges);
        int[] values = ranges.DenseValues().ToArray();
        return AreValid(values, size) ? values : [];
    }

    private static bool AreValid(int[] ranges, int size)
    {
        if (ranges.Length == 0 || ranges.Length % 2 != 0 || ranges.Length > 2 * size)
            return false;
        int last = -1;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            if (ranges[i] <= last || ranges[i] > ranges[i + 1] || ranges[i + 1] >= size)
                return false;
            last = ranges[i + 1];
        }
        return true;
    }
}
