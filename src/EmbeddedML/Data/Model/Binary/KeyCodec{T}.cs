namespace Microsoft.ML.Data;

/// <summary>Keys: blocks as those of numbers. The parameters are the number's definition and the count of the key type.</summary>
internal sealed class KeyCodec<T>(KeyDataViewType type, BinaryCodec<T> number) : PrimitiveCodec<T>(BinaryCodecs.KeyName, type)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => number.Write(writer, values);

    public override T[] Read(BinaryReader reader, int count) => number.Read(reader, count);

    protected override void WriteParameters(BinaryWriter writer)
    {
        number.WriteDefinition(writer);
        writer.Write(type.Count);
    }
}
