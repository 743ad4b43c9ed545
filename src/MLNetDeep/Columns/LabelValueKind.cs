using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Transforms;

namespace MLNetDeep;

/// <summary>
/// A type of label values, and how values of this type are stored in a model. There is one for every type that MapValueToKey takes.
/// </summary>
internal abstract class LabelValueKind(byte code, PrimitiveDataViewType type)
{
    private const byte FirstKeyCode = 18;

    // The codes are part of the model format: never change or reuse one. Codes 18 to 21 are keys; see KeyKinds.
    private static readonly LabelValueKind[] s_kinds =
    [
        new LabelValueKind<ReadOnlyMemory<char>>(1, TextDataViewType.Instance, (w, v) => w.Write(v.ToString()), r => r.ReadString().AsMemory()),
        new LabelValueKind<bool>(2, BooleanDataViewType.Instance, (w, v) => w.Write(v), r => r.ReadBoolean()),
        new LabelValueKind<sbyte>(3, NumberDataViewType.SByte, (w, v) => w.Write(v), r => r.ReadSByte()),
        new LabelValueKind<byte>(4, NumberDataViewType.Byte, (w, v) => w.Write(v), r => r.ReadByte()),
        new LabelValueKind<short>(5, NumberDataViewType.Int16, (w, v) => w.Write(v), r => r.ReadInt16()),
        new LabelValueKind<ushort>(6, NumberDataViewType.UInt16, (w, v) => w.Write(v), r => r.ReadUInt16()),
        new LabelValueKind<int>(7, NumberDataViewType.Int32, (w, v) => w.Write(v), r => r.ReadInt32()),
        new LabelValueKind<uint>(8, NumberDataViewType.UInt32, (w, v) => w.Write(v), r => r.ReadUInt32()),
        new LabelValueKind<long>(9, NumberDataViewType.Int64, (w, v) => w.Write(v), r => r.ReadInt64()),
        new LabelValueKind<ulong>(10, NumberDataViewType.UInt64, (w, v) => w.Write(v), r => r.ReadUInt64()),
        new LabelValueKind<float>(11, NumberDataViewType.Single, (w, v) => w.Write(v), r => r.ReadSingle()),
        new LabelValueKind<double>(12, NumberDataViewType.Double, (w, v) => w.Write(v), r => r.ReadDouble()),

        // The kind of a time (local or UTC) is not stored: another time zone would change the time. ML.NET compares times without it.
        new LabelValueKind<DateTime>(
            13, DateTimeDataViewType.Instance, (w, v) => w.Write(DateTime.SpecifyKind(v, DateTimeKind.Unspecified).ToBinary()),
            r => DateTime.FromBinary(r.ReadInt64())),
        new LabelValueKind<TimeSpan>(14, TimeSpanDataViewType.Instance, (w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64())),
        new LabelValueKind<DateTimeOffset>(15, DateTimeOffsetDataViewType.Instance, WriteOffset, ReadOffset),
        new LabelValueKind<DataViewRowId>(16, RowIdDataViewType.Instance, WriteId, r => new DataViewRowId(r.ReadUInt64(), r.ReadUInt64())),

        // UTF-8, as in code 1, cannot encode unpaired surrogates.
        new LabelValueKind<ReadOnlyMemory<char>>(17, TextDataViewType.Instance, WriteUtf16, ReadUtf16),
    ];

    public byte Code { get; } = code;

    public PrimitiveDataViewType Type { get; } = type;

    /// <summary>Returns the kind for values of a type; null if the type is not supported.</summary>
    public static LabelValueKind? Find(DataViewType type) => type is KeyDataViewType key
        ? Array.Find(KeyKinds(key.Count), k => k.Type.Equals(key))
        : Array.Find(s_kinds, k => k.Type.Equals(type));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">There is no such kind.</exception>
    public static LabelValueKind Load(BinaryReader reader)
    {
        byte code = reader.ReadByte();
        LabelValueKind? kind = code >= FirstKeyCode
            ? Array.Find(KeyKinds(reader.ReadUInt64()), k => k.Code == code)
            : Array.Find(s_kinds, k => k.Code == code);
        return kind ?? throw new FormatException($"The model file is damaged: there is no type of label values {code}.");
    }

    /// <summary>Writes the code and, for keys, their number.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Code);
        if (Type is KeyDataViewType key)
        {
            writer.Write(key.Count);
        }
    }

    /// <summary>Reads the values from an annotation.</summary>
    public abstract LabelValues Read(DataViewSchema.Annotations annotations, string name);

    /// <summary>Reads the values from a model.</summary>
    public abstract LabelValues Load(BinaryReader reader, int count);

    /// <summary>Returns the kind that can store texts with unpaired surrogates.</summary>
    private protected static LabelValueKind<ReadOnlyMemory<char>> Utf16Texts() => (LabelValueKind<ReadOnlyMemory<char>>)s_kinds[^1];

    // The kinds of keys with this number of values: one for each integer type that is wide enough.
    private static LabelValueKind[] KeyKinds(ulong count)
    {
        List<LabelValueKind> kinds = [];
        Add<byte>(byte.MaxValue, (w, v) => w.Write(v), r => r.ReadByte());
        Add<ushort>(ushort.MaxValue, (w, v) => w.Write(v), r => r.ReadUInt16());
        Add<uint>(uint.MaxValue, (w, v) => w.Write(v), r => r.ReadUInt32());
        Add<ulong>(ulong.MaxValue, (w, v) => w.Write(v), r => r.ReadUInt64());
        return [.. kinds];

        void Add<T>(ulong largest, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
        {
            if (count >= 1 && count <= largest)
            {
                byte code = (byte)(FirstKeyCode + int.Log2(Marshal.SizeOf<T>()));
                kinds.Add(new LabelValueKind<T>(code, new KeyDataViewType(typeof(T), count), write, read));
            }
        }
    }

    private static void WriteOffset(BinaryWriter writer, DateTimeOffset value)
    {
        writer.Write(value.Ticks);
        writer.Write((short)value.TotalOffsetMinutes);
    }

    private static DateTimeOffset ReadOffset(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.FromMinutes(reader.ReadInt16()));

    private static void WriteId(BinaryWriter writer, DataViewRowId value)
    {
        writer.Write(value.Low);
        writer.Write(value.High);
    }

    private static void WriteUtf16(BinaryWriter writer, ReadOnlyMemory<char> text)
    {
        writer.Write(text.Length);
        foreach (char character in text.Span)
        {
            writer.Write((ushort)character);
        }
    }

    // The text grows as characters are read: a damaged length must not allocate memory.
    private static ReadOnlyMemory<char> ReadUtf16(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        List<char> text = [];
        while (text.Count < length)
        {
            text.Add((char)reader.ReadUInt16());
        }

        return text.ToArray();
    }
}

/// <summary>A type of label values, with its C# type.</summary>
internal sealed class LabelValueKind<T>(byte code, PrimitiveDataViewType type, Action<BinaryWriter, T> write, Func<BinaryReader, T> read)
    : LabelValueKind(code, type)
{
    public Action<BinaryWriter, T> Write { get; } = write;

    public override LabelValues Read(DataViewSchema.Annotations annotations, string name)
    {
        VBuffer<T> buffer = default;
        annotations.GetValue(name, ref buffer);
        T[] values = [.. buffer.DenseValues().Select(Detach)];
        return values is ReadOnlyMemory<char>[] texts && !texts.All(text => Utf16.IsWellFormed(text.Span))
            ? new LabelValues<ReadOnlyMemory<char>>(Utf16Texts(), texts)
            : new LabelValues<T>(this, values);
    }

    public override LabelValues Load(BinaryReader reader, int count)
    {
        // The list grows as values are read: a damaged count must not allocate memory.
        List<T> values = new();
        for (int i = 0; i < count; i++)
        {
            values.Add(read(reader));
        }

        return new LabelValues<T>(this, [.. values]);
    }

    // A text may point into a buffer that the input reuses, so the model keeps a copy.
    private static T Detach(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
}
