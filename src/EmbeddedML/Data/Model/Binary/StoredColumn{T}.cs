namespace Microsoft.ML.Data;

/// <inheritdoc/>
internal sealed class StoredColumn<T>(string name, DataViewType type, T[] values, DataViewSchema.Annotations? annotations = null)
    : StoredColumn(name, type, annotations ?? DataViewSchema.Annotations.Empty)
{
    public T[] Values { get; } = values;

    public override int Count => Values.Length;

    public override void WriteBlock(BinaryWriter writer, BinaryCodec codec, int start, int count)
        => ((BinaryCodec<T>)codec).Write(writer, Values.AsSpan(start, count));
}
