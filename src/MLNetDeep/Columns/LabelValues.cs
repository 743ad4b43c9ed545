using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>What the classes of a label are called: the values of a key, of the type that they had before they were keys.</summary>
internal abstract class LabelValues
{
    /// <summary>The number of classes.</summary>
    public abstract int Count { get; }

    /// <summary>The type of the values.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>The values of a key column, or the slot names of a vector; null where it has none of the built-in types.</summary>
    public static LabelValues? Of(DataViewSchema.Column column)
    {
        string kind = column.Type is VectorDataViewType ? AnnotationNames.SlotNames : AnnotationNames.KeyValues;
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { IsKnownSize: true } type)
        {
            return null;
        }

        return LabelValueKind.Find(type.ItemType)?.Read(column.Annotations, kind);
    }

    /// <summary>The values as annotation of a column.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>The values as texts, independent of the culture.</summary>
    public abstract string[] ToTexts();

    /// <summary>The first difference between these values and others, for messages; null where there is none.</summary>
    public string? FindDifference(LabelValues? other)
    {
        if (other is null || !other.ItemType.Equals(ItemType))
        {
            return $"they are of type {ItemType} here and {other?.ItemType.ToString() ?? "have no names"} there";
        }

        string[] here = ToTexts(), there = other.ToTexts();
        for (int i = 0; i < Math.Min(here.Length, there.Length); i++)
        {
            if (here[i] != there[i])
            {
                return $"class {i} is '{there[i]}' there and '{here[i]}' here";
            }
        }

        return here.Length == there.Length ? null : $"there are {there.Length} of them, here {here.Length}";
    }

    /// <summary>Writes the values and their type.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The type is not known or the count is not possible.</exception>
    public static LabelValues Load(BinaryReader reader, int count)
    {
        byte code = reader.ReadByte();
        LabelValueKind kind = LabelValueKind.Find(code) ?? throw new FormatException($"The model file is damaged: there is no type of label values {code}.");
        return kind.Load(reader, count);
    }
}

/// <summary>The values of a label's classes, of one type.</summary>
internal sealed class LabelValues<T>(LabelValueKind<T> kind, T[] values) : LabelValues
{
    public override int Count => values.Length;

    public override PrimitiveDataViewType ItemType => kind.Type;

    public override void AddTo(DataViewSchema.Annotations.Builder annotations, string name) =>
        annotations.Add(name, new VectorDataViewType(kind.Type, values.Length), (ref VBuffer<T> buffer) => VBuffer<T>.Copy(values, 0, ref buffer, values.Length));

    public override string[] ToTexts() => Array.ConvertAll(values, value => string.Create(CultureInfo.InvariantCulture, $"{value}"));

    public override void Save(BinaryWriter writer)
    {
        writer.Write(kind.Code);
        foreach (T value in values)
        {
            kind.Write(writer, value);
        }
    }
}
