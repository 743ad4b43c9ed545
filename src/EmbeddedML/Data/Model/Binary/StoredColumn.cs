namespace Microsoft.ML.Data;

/// <summary>A column with all of its values in memory, as it is written to and read from a binary data view.</summary>
internal abstract class StoredColumn(string name, DataViewType type, DataViewSchema.Annotations annotations)
{
    public string Name { get; } = name;

    public DataViewType Type { get; } = type;

    public DataViewSchema.Annotations Annotations { get; } = annotations;

    /// <summary>The number of values.</summary>
    public abstract int Count { get; }

    /// <summary>Writes some of the values as a block.</summary>
    public abstract void WriteBlock(BinaryWriter writer, BinaryCodec codec, int start, int count);
}
