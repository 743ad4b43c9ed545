using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Serialization;

/// <summary>A format of floating-point numbers in files, in little-endian order. The names are those of safetensors.</summary>
internal enum FloatFormat
{
    /// <summary>IEEE 754 binary32: the library's own.</summary>
    F32,

    /// <summary>IEEE 754 binary16.</summary>
    F16,

    /// <summary>The upper 16 bits of a binary32.</summary>
    BF16,

    /// <summary>IEEE 754 binary64.</summary>
    F64,
}

/// <summary>Converts floating-point numbers of files to <see cref="float"/>.</summary>
internal static class FloatFormats
{
    /// <summary>Returns the format with a name; null if there is none.</summary>
    public static FloatFormat? Find(string name) => name switch
    {
        nameof(FloatFormat.F32) => FloatFormat.F32,
        nameof(FloatFormat.F16) => FloatFormat.F16,
        nameof(FloatFormat.BF16) => FloatFormat.BF16,
        nameof(FloatFormat.F64) => FloatFormat.F64,
        _ => null,
    };

    /// <summary>Returns the number of bytes of one number.</summary>
    public static int Size(this FloatFormat format) => format switch
    {
        FloatFormat.F64 => sizeof(double),
        FloatFormat.F32 => sizeof(float),
        _ => sizeof(ushort),
    };

    /// <summary>
    /// Converts numbers. F16 and BF16 are exact. F64 is rounded to the nearest float, ties to the even one, and becomes infinite beyond the
    /// largest float, as in PyTorch's <c>tensor.float()</c>.
    /// </summary>
    /// <param name="format">The format of the numbers.</param>
    /// <param name="bytes">The numbers in the file.</param>
    /// <param name="values">Receives the converted numbers; as many as <paramref name="bytes"/> has.</param>
    public static void Convert(this FloatFormat format, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (format)
        {
            case FloatFormat.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                ToMachineEndianness(values);
                break;
            case FloatFormat.F16:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(sizeof(ushort) * i)..]);
                }

                break;
            case FloatFormat.BF16:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(sizeof(ushort) * i)..]) << 16);
                }

                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(sizeof(double) * i)..]);
                }

                break;
        }
    }

    /// <summary>Converts floats that were read as little-endian bytes to the byte order of the machine.</summary>
    public static void ToMachineEndianness(Span<float> values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
