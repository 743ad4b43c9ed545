using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>Numbers, time spans and row identifiers: a block is the values' bytes.</summary>
internal sealed class FixedWidthCodec<T>(PrimitiveDataViewType type) : PrimitiveCodec<T>(typeof(T).Name, type) where T : unmanaged
{
    public override void Write(BinaryWriter writer, ReadOnlySpan<T> values) => writer.Write(MemoryMarshal.AsBytes(values));

    public override T[] Read(BinaryReader reader, int count)
    {
        reader.CheckRemaining(count, Unsafe.SizeOf<T>());
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
