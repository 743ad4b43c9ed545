using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep;

/// <summary>The names of a label's classes: the original values that were mapped to keys, in their original type.</summary>
internal abstract class LabelValues
{
    /// <summary>The number of classes.</summary>
    public abstract int Count { get; }

    /// <summary>The type of the values.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>
    /// Returns the key values of a key column, or the slot names of a vector column; null if there are none of a built-in type.
    /// </summary>
    public static LabelValues? FromColumn(DataViewSchema.Column column)
    {
        string kind = column.Type is VectorDataViewType ? AnnotationNames.SlotNames : AnnotationNames.KeyValues;
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { IsKnownSize: true } type)
        {
            return null;
        }

        return LabelValueKind.Find(type.ItemType)?.Read(column.Annotations, kind);
    }

    /// <summary>Adds the values to a column's annotations.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Formats the values as text, independent of the culture.</summary>
    public abstract string[] ToTexts();

    /// <summary>
    /// Describes the first difference between these values and others; null if they are equal.
    /// </summary>
    /// <param name="others">The other values; null if there are none.</param>
    /// <param name="place">Where these values are from, such as "the training data".</param>
    /// <param name="otherPlace">Where the other values are from.</param>
    public string? FindDifference(LabelValues? others, string place, string otherPlace)
    {
        if (others is null || !others.ItemType.Equals(ItemType))
        {
            return $"there are names of type {ItemType} in {place} and {(others is null ? "no names" : $"of type {others.ItemType}")} in {otherPlace}";
        }

        string[] expected = ToTexts(), actual = others.ToTexts();
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
        {
            if (expected[i] != actual[i])
            {
                return $"class {i} is '{expected[i]}' in {place} and '{actual[i]}' in {otherPlace}";
            }
        }

        return expected.Length == actual.Length ? null : $"there are {expected.Length} classes in {place} and {actual.Length} in {otherPlace}";
    }

    /// <summary>Writes the values and their type.</summary>
    public abstract void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FormatException">The type of the values is unknown.</exception>
    public static LabelValues Load(BinaryReader reader, int count)
    {
        byte code = reader.ReadByte();
        LabelValueKind kind = LabelValueKind.Find(code) ?? throw new FormatException($"The model file is damaged: there is no type of label values {code}.");
        return kind.Load(reader, count);
    }
}

/// <summary>The names of a label's classes, with their C# type.</summary>
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
