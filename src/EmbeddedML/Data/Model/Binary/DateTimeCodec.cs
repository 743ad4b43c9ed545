namespace Microsoft.ML.Data;

/// <summary>Points in time: a block is their ticks. The least integer stood for a missing value once and is read as 0.</summary>
internal sealed class DateTimeCodec() : PrimitiveCodec<DateTime>("DateTime", DateTimeDataViewType.Instance)
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<DateTime> values)
    {
        foreach (DateTime value in values)
            writer.Write(value.Ticks);
    }

    public override DateTime[] Read(BinaryReader reader, int count)
        => reader.ReadArray(count, sizeof(long), static r => FromTicks(r.ReadInt64()));

    /// <exception cref="FormatException">The ticks are not in the range of <see cref="DateTime"/>.</exception>
    internal static DateTime FromTicks(long ticks)
    {
        if (ticks == long.MinValue)
            return default;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            throw BlockReading.Damaged($"a point in time has {ticks} ticks");
        return new DateTime(ticks);
    }
}
