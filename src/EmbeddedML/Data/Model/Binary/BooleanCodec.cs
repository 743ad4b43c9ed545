namespace Microsoft.ML.Data;

/// <summary>True and false: a block has eight values in a byte, the first in the lowest bit.</summary>
internal sealed class BooleanCodec() : PrimitiveCodec<bool>("Boolean", BooleanDataViewType.Instance)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<bool> values)
    {
        for (int start = 0; start < values.Length; start += 8)
        {
            int bits = 0;
            for (int i = 0; i < Math.Min(8, values.Length - start); i++)
                bits |= values[start + i] ? 1 << i : 0;
            writer.Write((byte)bits);
        }
    }

    public override bool[] Read(BinaryReader reader, int count)
    {
        byte[] packed = reader.ReadArray((count + 7L) / 8, sizeof(byte), static r => r.ReadByte());
        var values = new bool[count];
        for (int i = 0; i < count; i++)
            values[i] = ((packed[i / 8] >> (i % 8)) & 1) != 0;
        return values;
    }
}
