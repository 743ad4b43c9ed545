using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Texts: a block is the number of values, the end of each within the characters of all (with the highest bit set for a
/// missing value, which older versions wrote and which is read as an empty text), then those characters as one text.
/// </summary>
internal sealed class TextCodec() : PrimitiveCodec<ReadOnlyMemory<char>>("TextSpan", TextDataViewType.Instance)
{
    private const int PositionMask = int.MaxValue;

    public override void Write(BinaryWriter writer, ReadOnlySpan<ReadOnlyMemory<char>> values)
    {
        var characters = new StringBuilder();
        var ends = new List<int>(values.Length);
        foreach (ReadOnlyMemory<char> value in values)
        {
            characters.Append(value.Span);
            ends.Add(characters.Length);
        }
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(ends)));
        writer.Write(characters.ToString());
    }

    public override ReadOnlyMemory<char>[] Read(BinaryReader reader, int count)
    {
        int stored = reader.ReadInt32();
        if (stored != count)
            throw BlockReading.Damaged($"a block of {count} texts claims to have {stored}");
        int[] ends = reader.ReadInt32s(count);
        ReadOnlyMemory<char> characters = reader.ReadString().AsMemory();

        var values = new ReadOnlyMemory<char>[count];
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            int end = ends[i] & PositionMask;
            if (end < start || end > characters.Length)
                throw BlockReading.Damaged($"a text ends at {end} of {characters.Length} characters, but starts at {start}");
            if (ends[i] >= 0)
                values[i] = characters[start..end];
            start = end;
        }
        if (start != characters.Length)
            throw BlockReading.Damaged($"the texts end at {start} of {characters.Length} characters");
        return values;
    }
}
