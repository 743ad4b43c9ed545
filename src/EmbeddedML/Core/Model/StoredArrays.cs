using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML;

/// <summary>Arrays of numbers in a model block: the count, then the numbers, little endian.</summary>
internal static class StoredArrays
{
    public static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged
    {
        writer.Write(values.Length);
        WriteItems(writer, values);
    }

    public static T[] Read<T>(ModelLoadContext ctx, string what) where T : unmanaged => ReadItems<T>(ctx, ctx.Reader.ReadInt32(), what);

    /// <summary>Writes the numbers without their count.</summary>
    public static void WriteItems<T>(BinaryWriter writer, ReadOnlySpan<T> values) where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values));

    /// <summary>Reads so many numbers.</summary>
    /// <exception cref="FormatException">There are not as many.</exception>
    public static T[] ReadItems<T>(ModelLoadContext ctx, int count, string what) where T : unmanaged
    {
        ctx.CheckCount(count, Unsafe.SizeOf<T>(), what);
        var values = new T[count];
        ctx.Reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
