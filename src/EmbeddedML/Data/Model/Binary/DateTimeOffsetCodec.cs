namespace Microsoft.ML.Data;

/// <summary>Points in time with an offset: a block is the offsets in minutes (16 bits each), then the ticks of the local times.</summary>
internal sealed class DateTimeOffsetCodec() : PrimitiveCodec<DateTimeOffset>("DateTimeOffset", DateTimeOffsetDataViewType.Instance)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<DateTimeOffset> values)
    {
        foreach (DateTimeOffset value in values)
            writer.Write((short)value.Offset.TotalMinutes);
        foreach (DateTimeOffset value in values)
            writer.Write(value.DateTime.Ticks);
    }

    public override DateTimeOffset[] Read(BinaryReader reader, int count)
    {
        reader.CheckRemaining(count, sizeof(short) + sizeof(long));
        short[] offsets = reader.ReadArray(count, sizeof(short), static r => r.ReadInt16());
        DateTime[] times = reader.ReadArray(count, sizeof(long), static r => DateTimeCodec.FromTicks(r.ReadInt64()));
        var values = new DateTimeOffset[count];
        for (int i = 0; i < count; i++)
            values[i] = Make(times[i], offsets[i] == short.MinValue ? (short)0 : offsets[i]);
        return values;
    }

    private static DateTimeOffset Make(DateTime time, short minutes)
    {
        try
        {
            return new DateTimeOffset(time, TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException)
        {
            throw BlockReading.Damaged($"a point in time of {time.Ticks} ticks has an offset of {minutes} minutes");
        }
    }
}
