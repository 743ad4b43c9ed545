using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Data;

/// <summary>Returns the bytes of the current item.</summary>
internal delegate ReadOnlySpan<byte> ItemGetter();

/// <summary>A type of numbers in a binary file: which numbers, and in which order their bytes are.</summary>
internal abstract class NumberType
{
    private NumberType(NumberDataViewType type, int size)
    {
        Type = type;
        Size = size;
    }

    /// <summary>The type in ML.NET.</summary>
    public NumberDataViewType Type { get; }

    /// <summary>The size of a number, in bytes.</summary>
    public int Size { get; }

    /// <summary>Creates the type of numbers whose most significant byte comes first.</summary>
    public static NumberType BigEndian<T>(NumberDataViewType type) where T : unmanaged, INumber<T> => new Of<T>(type, isBigEndian: true);

    /// <summary>Creates the type of numbers whose least significant byte comes first.</summary>
    public static NumberType LittleEndian<T>(NumberDataViewType type) where T : unmanaged, INumber<T> => new Of<T>(type, isBigEndian: false);

    /// <summary>Creates an ML.NET getter for vectors: all numbers of an item.</summary>
    public abstract Delegate CreateVectorGetter(ItemGetter getItem);

    /// <summary>Creates an ML.NET getter for single numbers: the first of an item.</summary>
    public abstract Delegate CreateGetter(ItemGetter getItem);

    /// <summary>Returns the first number of an item as a byte; null if it is not an integer from 0 to 255.</summary>
    public abstract byte? ToByte(ReadOnlySpan<byte> item);

    /// <summary>Returns the first number of an item as a 32-bit integer; null if it is none.</summary>
    public abstract int? ToInt32(ReadOnlySpan<byte> item);

    /// <summary>Returns the first number of an item as text.</summary>
    public abstract string ToText(ReadOnlySpan<byte> item);

    private sealed class Of<T>(NumberDataViewType type, bool isBigEndian) : NumberType(type, Unsafe.SizeOf<T>())
        where T : unmanaged, INumber<T>
    {
        private readonly bool _isSwapped = isBigEndian == BitConverter.IsLittleEndian;

        public override Delegate CreateVectorGetter(ItemGetter getItem) => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
        {
            ReadOnlySpan<byte> item = getItem();
            VBufferEditor<T> editor = VBufferEditor.Create(ref value, item.Length / Size);
            Read(item, editor.Values);
            value = editor.Commit();
        });

        public override Delegate CreateGetter(ItemGetter getItem) => (ValueGetter<T>)((ref T value) => value = ReadFirst(getItem()));

        public override byte? ToByte(ReadOnlySpan<byte> item) => Convert<byte>(ReadFirst(item));

        public override int? ToInt32(ReadOnlySpan<byte> item) => Convert<int>(ReadFirst(item));

        public override string ToText(ReadOnlySpan<byte> item) => string.Create(null, $"{ReadFirst(item)}");

        // Out of range, not an integer, or NaN: the way back gives another number.
        private static TResult? Convert<TResult>(T value) where TResult : struct, INumber<TResult>
        {
            TResult result = TResult.CreateSaturating(value);
            return T.CreateSaturating(result) == value ? result : null;
        }

        private T ReadFirst(ReadOnlySpan<byte> item)
        {
            T value = default;
            Read(item[..Size], new Span<T>(ref value));
            return value;
        }

        private void Read(ReadOnlySpan<byte> item, Span<T> values)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values);
            item.CopyTo(bytes);
            if (!_isSwapped)
            {
                return;
            }

            switch (Size)
            {
                case sizeof(ushort):
                    Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                    BinaryPrimitives.ReverseEndianness(shorts, shorts);
                    break;
                case sizeof(uint):
                    Span<uint> ints = MemoryMarshal.Cast<byte, uint>(bytes);
                    BinaryPrimitives.ReverseEndianness(ints, ints);
                    break;
                case sizeof(ulong):
                    Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                    BinaryPrimitives.ReverseEndianness(longs, longs);
                    break;
            }
        }
    }
}
