namespace Microsoft.ML.Data;

/// <summary>
/// The layout of true and false from when a value could also be missing: sixteen values in an integer of 32 bits, two
/// bits each, where 2 stands for missing. A missing value is read as false.
/// </summary>
internal sealed class OldBooleanCodec() : PrimitiveCodec<bool>("DvBool", BooleanDataViewType.Instance)
{
    private const int PerWord = 16;

    public override void Write(BinaryWriter writer, ReadOnlySpan<bool> values)
        => throw new NotSupportedException($"The layout '{Name}' can only be read.");

    public override bool[] Read(BinaryReader reader, int count)
    {
        uint[] packed = reader.ReadArray((count + (PerWord - 1L)) / PerWord, sizeof(uint), static r => r.ReadUInt32());
        var values = new bool[count];
        for (int i = 0; i < count; i++)
        {
            uint bits = (packed[i / PerWord] >> (2 * (i % PerWord))) & 3;
            if (bits == 3)
                throw BlockReading.Damaged("a boolean is neither true, false nor missing");
            values[i] = bits == 1;
        }
        return values;
    }
}
