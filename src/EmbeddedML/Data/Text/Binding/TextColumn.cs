namespace Microsoft.ML.Data;

/// <summary>A column of a text loader with the fields from which it is read.</summary>
internal sealed class TextColumn
{
    private TextColumn(string name, DataViewType type, FieldRange[] ranges)
    {
        Name = name;
        Type = type;
        Ranges = ranges;
        VariableRange = Array.FindIndex(ranges, r => r.IsVariable);
        FixedSize = ranges.Where(r => !r.IsVariable).Sum(r => r.End - r.Min);
    }

    public string Name { get; }

    public DataViewType Type { get; }

    public PrimitiveDataViewType ItemType => Type is VectorDataViewType vector ? vector.ItemType : (PrimitiveDataViewType)Type;

    public FieldRange[] Ranges { get; }

    /// <summary>The range that goes on to the end of the line; -1 where there is none.</summary>
    public int VariableRange { get; }

    /// <summary>The number of fields in the other ranges.</summary>
    public int FixedSize { get; }

    /// <summary>Makes the column.</summary>
    /// <param name="name">The name.</param>
    /// <param name="itemType">The type of a field's value.</param>
    /// <param name="ranges">The fields, at least one.</param>
    /// <param name="overlap">Makes the exception for ranges that overlap.</param>
    public static TextColumn Create(string name, PrimitiveDataViewType itemType, FieldRange[] ranges, Func<string, Exception> overlap)
    {
        FieldRange[] sorted = ranges.OrderBy(r => r.Min).ToArray();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1].End > sorted[i].Min)
                throw overlap($"The ranges of the column '{name}' overlap: the field {sorted[i].Min} is in two of them.");
        }
        long size = ranges.Where(r => !r.IsVariable).Sum(r => (long)r.End - r.Min);
        DataViewType type = ranges.Any(r => r.IsVariable) ? new VectorDataViewType(itemType)
            : size > 1 || ranges[0].ForceVector ? new VectorDataViewType(itemType, checked((int)size))
            : itemType;
        return new TextColumn(name, type, ranges);
    }
}
