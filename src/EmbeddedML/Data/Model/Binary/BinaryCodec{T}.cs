namespace Microsoft.ML.Data;

/// <summary>How values with the raw type <typeparamref name="T"/> are laid out.</summary>
internal abstract class BinaryCodec<T>(string name, DataViewType type) : BinaryCodec(name, type)
{
    /// <summary>Writes a block.</summary>
    public abstract void Write(BinaryWriter writer, ReadOnlySpan<T> values);

    /// <summary>Reads a block.</summary>
    /// <param name="reader">A reader of a stream whose length is known; what is claimed is checked against what is left of it.</param>
    /// <param name="count">The number of values in the block.</param>
    /// <exception cref="FormatException">The block is damaged.</exception>
    /// <exception cref="EndOfStreamException">The block is cut short.</exception>
    public abstract T[] Read(BinaryReader reader, int count);

    public sealed override void WriteAnnotation(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        T value = default!;
        annotations.GetGetter<T>(annotation)(ref value);
        Write(writer, [value]);
    }

    public sealed override void ReadAnnotation(BinaryReader reader, DataViewSchema.Annotations.Builder annotations, string kind)
        => annotations.Add(kind, Type, MakeGetter(Read(reader, 1)[0]));

    public sealed override StoredColumn ReadColumn(
        string name, DataViewSchema.Annotations? annotations, IEnumerable<(BinaryReader Block, int Rows)> blocks)
    {
        List<T> values = [];
        foreach ((BinaryReader block, int rows) in blocks)
            values.AddRange(Read(block, rows));
        return new StoredColumn<T>(name, Type, [.. values], annotations);
    }

    /// <summary>The getter of a value that stays the same.</summary>
    protected virtual ValueGetter<T> MakeGetter(T constant) => (ref T value) => value = constant;
}
