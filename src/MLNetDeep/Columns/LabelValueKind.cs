using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>A type of label values, and how values of this type are stored in a model.</summary>
internal abstract class LabelValueKind(byte code, PrimitiveDataViewType type)
{
    // The codes are part of the model format: never change or reuse one.
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
        new LabelValueKind<DateTime>(13, DateTimeDataViewType.Instance, (w, v) => w.Write(v.ToBinary()), r => DateTime.FromBinary(r.ReadInt64())),
        new LabelValueKind<TimeSpan>(14, TimeSpanDataViewType.Instance, (w, v) => w.Write(v.Ticks), r => new TimeSpan(r.ReadInt64())),
    ];

    public byte Code { get; } = code;

    public PrimitiveDataViewType Type { get; } = type;

    public static LabelValueKind? Find(DataViewType type) => Array.Find(s_kinds, k => k.Type.Equals(type));

    public static LabelValueKind? Find(byte code) => Array.Find(s_kinds, k => k.Code == code);

    /// <summary>Reads the values from an annotation.</summary>
    public abstract LabelValues Read(DataViewSchema.Annotations annotations, string name);

    /// <summary>Reads the values from a model.</summary>
    public abstract LabelValues Load(BinaryReader reader, int count);
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
        return new LabelValues<T>(this, buffer.DenseValues().Select(Detach).ToArray());
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
